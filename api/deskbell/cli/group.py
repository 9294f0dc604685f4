"""The group of all commands: what goes wrong outside of us is one sentence, not a traceback."""

from typing import Any

import click

from deskbell.cli.refusal import Refusal, as_sentence


class Commands(click.Group):
    """Turns errors that have a plain reason into a sentence and exit status 2; lets bugs be tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            sentence = as_sentence(error)
            if sentence is None:
                raise
            raise Refusal(sentence) from error
