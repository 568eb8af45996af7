#!/usr/bin/env python3
"""Compares the options that each command's --help shows with those of its man page, both ways.

Usage: check_man.py NEARDUP MAN_DIR
Prints one line a difference and exits 1 if there is any. A page whose command this build lacks is
not looked at.
"""
import re
import subprocess
import sys
from pathlib import Path

HELP_OPTION = re.compile(r"^  (?:-(\w), |    )--([\w-]+)(?: (\S+))?", re.M)
PAGE_OPTION = re.compile(r"^(?:\*-(\w)\*, )?\*--([\w-]+)\*(?: (_.+))?$", re.M)
HELP_COMMAND = re.compile(r"^  (\w+) +\S", re.M)


def run(neardup, *arguments):
    done = subprocess.run([neardup, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, timeout=60, check=False)
    return done.stdout, done.stderr


def page_text(folder, name):
    text = (folder / f"{name}.1.scd").read_text(encoding="utf-8")
    for name in "scan-options", "input-options":
        text = text.replace(f"@{name}@", (folder / f"{name}.txt").read_text("utf-8"))
    return text


def options_of_help(text):
    return {(letter, name, argument if argument.isupper() else "")
            for letter, name, argument in HELP_OPTION.findall(text.split("\nExamples\n")[0])}


def options_of_page(text):
    return {(letter, name, argument.replace("_", ""))
            for letter, name, argument in PAGE_OPTION.findall(text)}


def show(option):
    letter, name, argument = option
    return (f"-{letter}, " if letter else "") + f"--{name}" + (f" {argument}" if argument else "")


def commands_of_help(text):
    return HELP_COMMAND.findall(text.split("\nCommands\n")[1].split("\nExamples\n")[0])


def main(arguments):
    neardup, folder = arguments[0], Path(arguments[1])
    problems = []
    commands = commands_of_help(run(neardup, "--help")[0])
    for command in commands:
        if not any(folder.glob(f"neardup-{command}*.1.scd")):
            problems.append(f"{command}: no man page")
    for page in sorted(folder.glob("neardup-*.1.scd")):
        command = page.name[len("neardup-"):-len(".1.scd")]
        out, err = run(neardup, *command.split("-"), "--help")  # boilerplate-learn: two words
        if "unknown command" in err:
            print(f"{page.name}: not in this build, not checked")
            continue
        shown, written = options_of_help(out), options_of_page(page_text(folder, page.name[:-6]))
        problems += [f"{page.name}: lacks {show(o)}" for o in sorted(shown - written)]
        problems += [f"{page.name}: has {show(o)}, --help does not" for o in sorted(written - shown)]
        if not shown:
            problems.append(f"{command}: no options in --help")
        if f"*{command.replace('-', ' ')}*" not in page_text(folder, "neardup"):
            problems.append(f"neardup.1.scd: lacks {command}")
    print("\n".join(problems) or "man pages and --help agree")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
