package dev.telemetry.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Follows lines of telemetry.
 */
@Command(name = "tail", mixinStandardHelpOptions = true,
		description = { "Prints a line for each span that is written by the exporters file and stderr, as it comes.",
				"Lines of other kinds are left out." })
final class TailCommand implements Callable<Integer> {

	@Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = "-",
			description = "File of the exporter file, or a log with lines of stderr; - for standard input (default).")
	private String file = "-";

	@Option(names = "--no-follow", description = "End with the file, and do not wait for more.")
	private boolean once;

	@Option(names = "--errors", description = "Only spans that failed.")
	private boolean errors;

	@Option(names = "--grep", paramLabel = "TEXT", description = "Only spans whose printed line has this text.")
	private String text = "";

	@Spec
	private @Nullable CommandSpec spec;

	@Override
	public Integer call() throws IOException, InterruptedException {
		CommandLine command = Objects.requireNonNull(this.spec).commandLine();
		PrintWriter out = command.getOut();
		PrintWriter err = command.getErr();
		Lines lines = new Lines((line) -> print(line, out),
				() -> err.println("telemetry: a line of more than " + Lines.MAX_LENGTH_TEXT + " is left out"));
		try {
			follow(lines, err);
		}
		catch (ClosedOutputException ex) {
			// Nobody reads any more, as after "| head".
		}
		return 0;
	}

	private void follow(Lines lines, PrintWriter err) throws IOException, InterruptedException {
		if (this.file.equals("-")) {
			lines.addAll(System.in, (read) -> {
			});
		}
		else {
			Path path = path();
			if (!this.once && !Files.exists(path)) {
				err.println("telemetry: " + Text.plain(this.file) + " is not there yet");
			}
			if (isPipe(path)) {
				try (InputStream in = Files.newInputStream(path)) {
					lines.addAll(in, (read) -> {
					});
				}
			}
			else {
				new FollowedFile(path, !this.once).read(lines);
			}
		}
	}

	// The locale or the file system may not allow the name.
	private Path path() throws NoSuchJobException {
		try {
			Path path = Path.of(this.file);
			if (Files.isDirectory(path)) {
				throw new NoSuchJobException(this.file + " is a directory");
			}
			return path;
		}
		catch (InvalidPathException ex) {
			throw new NoSuchJobException("There is no file " + this.file);
		}
	}

	// A pipe has no position to continue from, and ends when its writers end.
	private static boolean isPipe(Path path) throws IOException {
		return Files.exists(path) && Files.readAttributes(path, BasicFileAttributes.class).isOther();
	}

	private void print(String line, PrintWriter out) {
		for (TelemetryLine span : TelemetryLine.of(line)) {
			String printed = span.toString();
			if ((!this.errors || span.failed()) && printed.contains(this.text)) {
				out.println(printed);
			}
		}
		if (out.checkError()) {
			throw new ClosedOutputException();
		}
	}

	/**
	 * What is printed goes nowhere.
	 */
	private static final class ClosedOutputException extends RuntimeException {

		private static final long serialVersionUID = 1;

	}

}
