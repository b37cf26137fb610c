/*
 * What the files reading*.c share: the state of one run over the
 * inputs. Nobody else includes this.
 */
#ifndef MFA_PROGRAM_READING_STATE_H
#define MFA_PROGRAM_READING_STATE_H

#include "base/key_map.h"
#include "input/folder.h"
#include "input/source.h"
#include "model/reader.h"
#include "model/watch.h"
#include "program/reading.h"

/* A problem from before its input was announced. */
struct early {
	struct problem	 problem;
	char		*text;
};

struct reading {
	const struct reading_options *asked;
	struct consumer	*consumer;
	struct sink	*sink;
	struct folder_visitor visitor;	/* of the folder being walked */
	struct problems	 problems;
	struct watch	 watch;
	struct summary	*counts;	/* skipped, duplicates */
	uint64_t	 folder_reports;
	struct source_identity lists[2];	/* of the command line */
	bool		 want_digest;

	/* By digest, the name of the first input of these bytes. */
	struct key_map	*twins;
	char		**twin_names;
	size_t		 twin_count, twin_size, twin_bytes;
	bool		 twins_full;
	bool		 refused;	/* an input is an output of this run */
	struct error	 refusal;

	/* The input being read. */
	const char	*name;
	const char	*listed_as;	/* its name in --sha256sums */
	bool		 in_folder;
	struct source	*source;
	bool		 announced, complete;
	bool		 failed;	/* it cannot be read further */
	bool		 passed_over;	/* no report, in a folder */
	const char	*looks_like;	/* of passed_over */
	char		 begins[120];	/* its first line, visible */
	struct source_end end;		/* sha256 "": not all was read */
	uint64_t	 report_count;
	struct early	*early;
	size_t		 early_count, early_size;

	/* The report being read. */
	struct reader	 reader;
	struct instant	 instant;
	bool		 has_instant;
	int64_t		 generated;	/* of the last row, as it tells */
	struct report_info report;
	char		*account;
	bool		 in_report;
};

/* False where the outputs failed or an input was refused. */
bool	reading_goes_on(const struct reading *);

void	reading_send(struct reading *, struct event);

/* The input counts: its event, then what was held back. */
void	reading_announce(struct reading *);

/* A problem after which the input cannot be read further. */
void	reading_fail(struct reading *, const struct error *);

/* reading_bytes.c: true where --sha256sums has the input. */
bool	reading_is_listed(const struct reading *);

/* Compares the input, of which all was read, with the list and with the
 * inputs before it. */
void	reading_check_bytes(struct reading *);

/* What is listed and was not given, when all inputs were read. */
void	reading_report_missing(struct reading *);

void	reading_bytes_init(struct reading *);
void	reading_bytes_release(struct reading *);

/* reading_report.c: pulls all rows of one document. */
void	reading_rows(struct reading *);

/* Says what stands before the first header, if anything does. */
void	reading_note_stray(struct reading *);

#endif
