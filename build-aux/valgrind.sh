#!/bin/sh
# Runs a program under valgrind: $VALGRIND_PROGRAM, else the first argument.
# Which is slow: fewer of the texts that are tried.
export CSV_LENGTH="${CSV_LENGTH-4}"
# It does not know Landlock, which the program would warn of; options may
# follow operands.
case " ${VALGRIND_PROGRAM:+check} $* " in
" check rules "* | " check policy "* | *" -- "*) ;;
" check "*) set -- "$@" --sandbox=off ;;
esac
exec valgrind -q --error-exitcode=99 --leak-check=full \
	--errors-for-leak-kinds=definite ${VALGRIND_PROGRAM:+"$VALGRIND_PROGRAM"} "$@"
