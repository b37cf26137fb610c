/*
 * Traces of a credential report in a file that could not be read as one:
 * in a folder of evidence such a file must not be passed over.
 */
#ifndef MFA_INPUT_TRACES_H
#define MFA_INPUT_TRACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads the whole file. True where something in it is known from reports,
 * envelopes or saved errors, where it looks like base64, holds nothing but
 * NUL bytes, or cannot be read. */
bool	traces_found(const char *path);

/* Whether something known stands in these bytes, which become lower-case. */
bool	traces_begin(uint8_t *, size_t len);

#endif
