#!/usr/bin/env python3
"""What a shell makes of a line when somebody presses TAB: a terminal, the shell itself in it, keys.

usage: complete.py bash|zsh|fish SCRIPT 'LINE => WORD... [!WORD...]'...

Says for which line a word is not offered, or one behind "!" is.
"""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"],
             "bind 'set show-all-if-ambiguous on'; bind 'set completion-query-items 0'; "
             "bind 'set page-completions off'; bind 'set enable-bracketed-paste off'; source %s"),
    "zsh": (["zsh", "-f", "-i"],
            "LISTMAX=10000; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; "
            "source %s"),
}


def read_until(master, done, seconds):
    """What arrives until done(text), or until nothing does for a while."""
    text, end = "", time.monotonic() + seconds
    while time.monotonic() < end and not done(text):
        if select.select([master], [], [], 0.1)[0]:
            try:
                text += os.read(master, 65536).decode("utf-8", "replace")
            except OSError:
                break
    return text


def quiet(master, seconds):
    """What arrives until nothing has for that long."""
    text = ""
    while select.select([master], [], [], seconds)[0]:
        text += os.read(master, 65536).decode("utf-8", "replace")
    return text


def in_terminal(shell, script, lines):
    command, setup = START[shell]
    pid, master = pty.fork()
    if pid == 0:
        environment = dict(os.environ, TERM="dumb", PS1="$ ", HOME=os.getcwd(), COLUMNS="500",
                           LINES="200")
        os.execvpe(command[0], command, environment)
    try:
        # The second half is not in what the terminal echoes.
        os.write(master, (setup % script + "; stty cols 500 rows 200; echo rea''dy\n").encode())
        read_until(master, lambda text: "ready\r\n" in text, 20)
        quiet(master, 0.3)
        for line in lines:
            os.write(master, line.encode() + b"\t\t")
            first = read_until(master, lambda text, line=line: len(text) > len(line) + 1, 3)
            yield first + quiet(master, 0.4)
            os.write(master, b"\x15")
            quiet(master, 0.1)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(master)


def in_fish(script, lines):
    for line in lines:
        made = subprocess.run(["fish", "--no-config", "-c",
                               "source $argv[1]; complete -C $argv[2]", script, line],
                              capture_output=True, check=True)
        yield made.stdout.decode()


def main():
    shell, script = sys.argv[1:3]
    lines, wanted = zip(*[argument.split(" => ") for argument in sys.argv[3:]])
    seen = in_fish(script, lines) if shell == "fish" else in_terminal(shell, script, lines)
    failed = 0
    for line, words, text in zip(lines, wanted, seen):
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\x07\x0f]", "", text)
        for word in words.split(" "):
            if (word.lstrip("!") in text) == word.startswith("!"):
                print("%s: TAB behind %r: %s\n%s" % (shell, line, word, text))
                failed += 1
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
