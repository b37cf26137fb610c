/*
 * Checking the cells of a row without reading each: where every cell has the
 * form that AWS writes, it is compared with templates, chosen by column and
 * length. What does not fit is for report_row() to decide; a row that fits is
 * the same user to both.
 */
#ifndef MFA_MODEL_REGULAR_H
#define MFA_MODEL_REGULAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/lane.h"
#include "base/simd_types.h"
#include "model/report.h"

enum {
	REGULAR_TEMPLATES = 8,
	REGULAR_PREFIX = 64
};

/* Columns of one kind: which they are, and the field where each stands. */
struct regular_columns {
	uint8_t	 column[COLUMN_COUNT], field[COLUMN_COUNT];
	uint32_t count;
};

struct regular {
	struct simd_template templates[REGULAR_TEMPLATES];
	uint8_t	 cell[REGULAR_TEMPLATES];	/* its class, by template */
	/* The template by column and length; 0, which nothing fits, where
	 * there is none. */
	uint8_t	 choice[COLUMN_COUNT][SIMD_CELL];
	struct simd_set name, token;		/* their characters */

	const struct report *report;	/* NULL: its rows are not checked so */
	struct regular_columns truths, dates, tokens;
	/* What the last ARN began with, arn:PARTITION:iam::ACCOUNT:user/. */
	uint8_t	 prefix[REGULAR_PREFIX];
	uint32_t prefix_len;		/* 0: none */
	uint32_t partition_len;
};

/* Makes templates and sets by asking the plain grammar. */
void	regular_init(struct regular *);

/* For the rows of that report, which it borrows. */
void	regular_begin(struct regular *, const struct report *);

/* Remembers how the ARN of a user begins whom report_row() accepted. */
void	regular_learn(struct regular *, const struct user *);

/* True and the user, where the row fits. */
typedef bool regular_function(const struct regular *, const struct row *,
	    struct user *);

regular_function regular_portable, regular_avx2, regular_avx512;

/* NULL for LANE_LIBCSV. The lane has to work. */
regular_function *regular_of(enum lane);

#endif
