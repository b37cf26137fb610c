/*
 * Named temporary files that must not outlive the process. The list is the
 * program's only mutable global: out of memory and signals end the process
 * from places that hold no context.
 */
#ifndef MFA_BASE_CLEANUP_H
#define MFA_BASE_CLEANUP_H

/* The path is borrowed and must stay valid until cleanup_forget(). */
void	cleanup_add(const char *path);
void	cleanup_forget(const char *path);

/* Unlinks all of them; async-signal-safe. */
void	cleanup_run(void);

#endif
