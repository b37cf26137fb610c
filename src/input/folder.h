/*
 * The files below a folder: a depth-first walk, the entries of each folder
 * in byte order, links followed, no folder twice.
 */
#ifndef MFA_INPUT_FOLDER_H
#define MFA_INPUT_FOLDER_H

#include "base/error.h"

struct folder_visitor {
	void	(*file)(struct folder_visitor *, const char *path);
	/* What cannot be opened, or is neither file nor folder. */
	void	(*defect)(struct folder_visitor *, const char *path,
		    const struct error *);
};

/* Paths are root, "/", and names joined by "/". */
void	folder_walk(const char *root, struct folder_visitor *);

#endif
