/*
 * The templates and sets of regular.h, and which columns of a report they are
 * for. What fits is regular_body.h's.
 */
#include "model/regular.h"

#include <assert.h>
#include <string.h>

#include "model/identity.h"

/*
 * What is usual: between which bytes each byte of it lies, and one that is of
 * the class. Other forms of a time, other letter case and what only the root
 * user has are rare, so they have no template.
 */
static const struct pattern {
	const char *low, *high, *example;
	enum cell cell;
} patterns[] = {
    {"true", "true", "true", CELL_TRUE},
    {"false", "false", "false", CELL_FALSE},
    {"N/A", "N/A", "N/A", CELL_NOT_APPLICABLE},
    {"no_information", "no_information", "no_information", CELL_NO_INFORMATION},
    {"not_supported", "not_supported", "not_supported", CELL_NOT_SUPPORTED},
    {"1000-00-00T00:00:00Z", "9999-19-39T29:59:59Z", "2020-01-02T03:04:05Z",
	CELL_DATE},
    {"1000-00-00T00:00:00+00:00", "9999-19-39T29:59:59+00:00",
	"2020-01-02T03:04:05+00:00", CELL_DATE},
};

enum {
	PATTERN_COUNT = sizeof(patterns) / sizeof(*patterns)
};

static_assert(
    (int)PATTERN_COUNT < (int)REGULAR_TEMPLATES, "template 0 is of nothing");

static void
make_template(struct simd_template *template, const struct pattern *pattern)
{
	static const int8_t weights[16] = {10, 1, 10, 1, 10, 1};
	size_t len = strlen(pattern->low);

	memset(template, 0, sizeof(*template));
	memset(template->high, 0xff, sizeof(template->high));
	memcpy(template->low, pattern->low, len);
	memcpy(template->high, pattern->high, len);
	if (pattern->cell != CELL_DATE)
		return;
	memcpy(template->weights, weights, sizeof(weights));
	template->least[2] = 1;
}

/* True where the plain grammar says so of every row that has such a cell; of
 * not_supported instead of a truth it does for the root user only. */
static bool
may_have(enum column column, const struct pattern *pattern)
{
	return (column_is_date(column) || column_is_truth(column)) &&
	    (column_is_date(column) || pattern->cell != CELL_NOT_SUPPORTED) &&
	    column_check(column, text_of(pattern->example)) == pattern->cell;
}

static void
add_to_set(struct simd_set *set, unsigned char c)
{
	set->low[c & 15] |= (uint8_t)(1 << (c >> 4));
	set->high[c >> 4] = (uint8_t)(1 << (c >> 4));
}

static void
make_sets(struct regular *regular)
{
	for (char c = 0x21; c < 0x7f; c++) {
		struct text text = {&c, 1};

		if (identity_is_user_name(text))
			add_to_set(&regular->name, (unsigned char)c);
		if (column_check(COLUMN_ACCESS_KEY_1_LAST_USED_REGION, text) ==
		    CELL_TEXT)
			add_to_set(&regular->token, (unsigned char)c);
	}
}

void
regular_init(struct regular *regular)
{
	memset(regular, 0, sizeof(*regular));
	memset(regular->templates[0].low, 0xff, SIMD_CELL);
	for (uint8_t i = 0; i < PATTERN_COUNT; i++) {
		size_t len = strlen(patterns[i].low);

		make_template(&regular->templates[i + 1], &patterns[i]);
		regular->cell[i + 1] = (uint8_t)patterns[i].cell;
		for (enum column column = 0; column < COLUMN_COUNT; column++)
			if (may_have(column, &patterns[i]))
				regular->choice[column][len] = i + 1;
	}
	make_sets(regular);
}

static void
add_column(struct regular_columns *columns, enum column column, int16_t place)
{
	columns->column[columns->count] = (uint8_t)column;
	columns->field[columns->count++] = (uint8_t)place;
}

/* Re-exports and free text are left to the plain grammar, and so is what
 * does not name its users twice. */
void
regular_begin(struct regular *regular, const struct report *report)
{
	regular->truths.count = regular->dates.count = 0;
	regular->tokens.count = regular->prefix_len = 0;
	regular->report = NULL;
	if (report->has_helpers || report->has_nulls ||
	    report->field_count > UINT8_MAX || report->place[COLUMN_USER] < 0 ||
	    report->place[COLUMN_ARN] < 0 ||
	    report->place[COLUMN_ADDITIONAL_CREDENTIALS_INFO] >= 0)
		return;
	for (enum column column = 0; column < COLUMN_COUNT; column++) {
		int16_t place = report->place[column];

		if (place < 0)
			continue;
		if (column_is_truth(column))
			add_column(&regular->truths, column, place);
		else if (column_is_date(column))
			add_column(&regular->dates, column, place);
		else if (column_is_token(column))
			add_column(&regular->tokens, column, place);
	}
	regular->report = report;
}

void
regular_learn(struct regular *regular, const struct user *user)
{
	size_t len;

	if (regular->report == NULL || user->is_root)
		return;
	len = (size_t)(user->path.ptr + 1 - user->arn.ptr);
	if (len > REGULAR_PREFIX)
		return;
	memcpy(regular->prefix, user->arn.ptr, len);
	regular->prefix_len = (uint32_t)len;
	regular->partition_len = (uint32_t)user->partition.len;
}

regular_function *
regular_of(enum lane lane)
{
	static regular_function *const functions[LANE_COUNT] = {
	    [LANE_PORTABLE] = regular_portable,
#ifdef __x86_64__
	    [LANE_AVX2] = regular_avx2,
	    [LANE_AVX512] = regular_avx512,
#endif
	};

	return functions[lane];
}
