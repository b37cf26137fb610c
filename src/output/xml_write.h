/*
 * Text in XML and HTML: what a report brings is visible (base/visible.h),
 * so that nothing is left that XML 1.0 forbids, and never markup.
 */
#ifndef MFA_OUTPUT_XML_WRITE_H
#define MFA_OUTPUT_XML_WRITE_H

#include "base/buffer.h"
#include "output/output.h"

/* In an element or between the quotes of an attribute. */
void	xml_text(struct output *, const char *);

/* The same, appended to a buffer. */
void	xml_append(struct buffer *, const char *);

/* A blank, the attribute's name, and its quoted value. */
void	xml_attribute(struct output *, const char *name, const char *value);

#endif
