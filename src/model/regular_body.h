/*
 * The check of regular.h. Each regular_*.c includes it behind the header of
 * its instruction set.
 */
#ifndef MFA_MODEL_REGULAR_BODY_H
#define MFA_MODEL_REGULAR_BODY_H

#include <string.h>

#include "model/identity.h"
#include "model/regular.h"

#ifndef SIMD
#include "base/simd_portable.h"
#endif

enum {
	TOKEN_LONGEST = 64	/* the grammar has more */
};

_Static_assert(IDENTITY_NAME_MAX <= 64, "a name is one load");

SIMD const uint8_t *
regular_cell(const struct row *row, uint32_t field, uint32_t *len)
{
	uint32_t from = row->end[(int64_t)field - 1] + row->gap;

	*len = row->end[field] - from;
	return (const uint8_t *)row->base + from;
}

/* A name of the usual characters, and an ARN that begins like the last one
 * and ends in that name. The row has no byte that a path may not have. */
SIMD bool
regular_identity(const struct regular *regular, const struct row *row,
    struct user *user)
{
	const int16_t *place = regular->report->place;
	uint32_t name_len, arn_len, head = regular->prefix_len;
	const uint8_t *name =
	    regular_cell(row, (uint32_t)place[COLUMN_USER], &name_len);
	const uint8_t *arn =
	    regular_cell(row, (uint32_t)place[COLUMN_ARN], &arn_len);
	uint32_t path_len = arn_len - name_len - head + 1;
	const char *text = (const char *)arn;

	if (head == 0 || name_len - 1 >= (uint32_t)IDENTITY_NAME_MAX ||
	    arn_len < head + name_len || path_len > IDENTITY_PATH_MAX ||
	    arn[arn_len - name_len - 1] != '/' ||
	    !simd_all_in(name, name_len, &regular->name) ||
	    !simd_same(name, arn + arn_len - name_len, name_len) ||
	    !simd_same(arn, regular->prefix, head))
		return false;
	user->name = (struct text){(const char *)name, name_len};
	user->arn = (struct text){text, arn_len};
	user->partition =
	    (struct text){text + strlen("arn:"), regular->partition_len};
	user->account = (struct text){
	    text + head - strlen(":user/") - IDENTITY_ACCOUNT_LEN,
	    IDENTITY_ACCOUNT_LEN};
	user->path = (struct text){text + head - 1, path_len};
	return true;
}

SIMD void
regular_fit(const struct regular *regular, const struct row *row,
    const struct regular_columns *columns, bool dates, struct user *user,
    struct simd_misfit *misfit)
{
	for (uint32_t i = 0; i < columns->count; i++) {
		uint32_t column = columns->column[i], len;
		const uint8_t *cell =
		    regular_cell(row, columns->field[i], &len);
		uint32_t choice = regular->choice[column][len < SIMD_CELL
			? len
			: 0];
		const struct simd_template *template =
		    &regular->templates[choice];

		user->cell[column] = regular->cell[choice];
		simd_fit(misfit, cell, template);
		if (dates)
			simd_fit_date(misfit, cell, template);
	}
}

/* Names of regions and services, or N/A. */
SIMD bool
regular_tokens(
    const struct regular *regular, const struct row *row, struct user *user)
{
	const struct regular_columns *columns = &regular->tokens;
	bool fits = true;

	for (uint32_t i = 0; i < columns->count; i++) {
		uint32_t len;
		const uint8_t *cell =
		    regular_cell(row, columns->field[i], &len);
		bool none = len == 3 && memcmp(cell, "N/A", 3) == 0;
		bool name = len - 1 < TOKEN_LONGEST &&
		    simd_all_in(cell, len, &regular->token);

		user->cell[columns->column[i]] =
		    none ? CELL_NOT_APPLICABLE : CELL_TEXT;
		fits &= none | name;
	}
	return fits;
}

SIMD_TARGET bool
SIMD_NAME(regular)(
    const struct regular *regular, const struct row *row, struct user *user)
{
	struct simd_misfit misfit;

	if (regular->report == NULL || !row->scanned ||
	    row->count != regular->report->field_count)
		return false;
	memset(&misfit, 0, sizeof(misfit));
	memset(user->cell, CELL_ABSENT, sizeof(user->cell));
	memset(user->helper, CELL_ABSENT, sizeof(user->helper));
	user->report = regular->report;
	user->row = row;
	user->is_root = false;
	user->cell[COLUMN_USER] = user->cell[COLUMN_ARN] = CELL_TEXT;
	if (!regular_identity(regular, row, user))
		return false;
	regular_fit(regular, row, &regular->truths, false, user, &misfit);
	regular_fit(regular, row, &regular->dates, true, user, &misfit);
	return regular_tokens(regular, row, user) && simd_fits(&misfit);
}

#endif
