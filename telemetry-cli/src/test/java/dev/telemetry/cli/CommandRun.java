package dev.telemetry.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine;

/**
 * What a command answered.
 *
 * @param exitCode its exit code
 * @param out what it printed
 * @param err what it complained about
 */
record CommandRun(int exitCode, String out, String err) {

	static final Path REPORTS = Path.of("src", "test", "resources", "reports");

	private static final Path EXPECTED = Path.of("src", "test", "resources", "expected");

	/**
	 * Runs a command on the reports of the tests.
	 */
	static CommandRun on(Path reports, String command, String... args) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		CommandLine commands = TelemetryCli.commandLine();
		commands.setOut(new PrintWriter(out, true));
		commands.setErr(new PrintWriter(err, true));
		String[] all = new String[args.length + 3];
		all[0] = command;
		all[1] = "--dir";
		all[2] = reports.toString();
		System.arraycopy(args, 0, all, 3, args.length);
		return new CommandRun(commands.execute(all), out.toString(), err.toString());
	}

	static CommandRun of(String command, String... args) {
		return on(REPORTS, command, args);
	}

	/**
	 * What a file has that was looked at by a person. {@code -Dtelemetry.docs.write=true}
	 * writes it.
	 */
	String golden(String name) {
		try {
			Path file = EXPECTED.resolve(name);
			if (Boolean.getBoolean("telemetry.docs.write")) {
				Files.createDirectories(EXPECTED);
				Files.writeString(file, this.out);
			}
			return Files.readString(file).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
