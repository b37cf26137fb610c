#!/bin/sh
# Runs a program under valgrind: $VALGRIND_PROGRAM, else the first argument.
exec valgrind -q --error-exitcode=99 --leak-check=full \
	--errors-for-leak-kinds=definite ${VALGRIND_PROGRAM:+"$VALGRIND_PROGRAM"} "$@"
