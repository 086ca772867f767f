"""The one command. Each role's group is found by entry point and imported only when run."""

import sys
from collections.abc import Sequence
from importlib.metadata import entry_points, version

import click

from hall.errors import ConfigError, HallError


class LazyGroup(click.Group):
    """A group whose members are the entry points of a group, loaded when called."""

    def __init__(self, *args: object, entry_point_group: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._points = {point.name: point for point in entry_points(group=entry_point_group)}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self._points, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        point = self._points.get(name)
        if point is None:
            return super().get_command(ctx, name)
        command = point.load()
        if not isinstance(command, click.Command):
            raise TypeError(f"entry point {point.value} is not a command")
        return command


@click.command(
    cls=LazyGroup,
    entry_point_group="hall90.commands",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(version("hall90"), prog_name="hall90")
def root() -> None:
    """Run a public service hall that everyone can use alone.

    Exit codes: 0 done, 1 failed, 2 misuse, 3 device, 4 configuration.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code."""
    try:
        root.main(args=arguments, prog_name="hall90", standalone_mode=True)
    except ConfigError as error:
        for fault in error.faults:
            click.echo(f"hall90: {fault}", err=True)
        sys.exit(error.exit_code)
    except HallError as error:
        click.echo(f"hall90: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not a failure of ours.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
