package dev.telemetry.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line.
 *
 * @since 0.1.0
 */
@Command(name = "telemetry", mixinStandardHelpOptions = true, versionProvider = TelemetryCli.Version.class,
		description = "Shows, exports and draws job reports, and follows lines of telemetry.",
		subcommands = {
				ListCommand.class, ShowCommand.class, ExportCommand.class, TimelineCommand.class, CompareCommand.class,
				TailCommand.class, AutoComplete.GenerateCompletion.class, CommandLine.HelpCommand.class },
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:all went well",
				"1:there is no such job or directory, it cannot be read, or the output cannot be written",
				"2:the command line makes no sense", "3:a report is damaged" },
		footer = { "%nReports are looked for in --dir, else in TELEMETRY_REPORT_DIR,", "else in ./telemetry." })
public final class TelemetryCli {

	static final int NOT_FOUND = 1;

	static final int DAMAGED = 3;

	TelemetryCli() {
	}

	/**
	 * Runs a command and ends the process with its exit code. Prints UTF-8, whatever the
	 * locale is: what is printed may become a file.
	 * @param args the command
	 */
	public static void main(String[] args) {
		PrintWriter out = writer(new StandardOutput());
		PrintWriter err = writer(System.err);
		int exitCode = runInMemory(out, err, args);
		if (out.checkError() && exitCode == 0) {
			err.println("telemetry: cannot be written: standard output");
			exitCode = NOT_FOUND;
		}
		err.flush();
		System.exit(exitCode);
	}

	private static int runInMemory(PrintWriter out, PrintWriter err, String... args) {
		try {
			return run(out, err, args);
		}
		catch (OutOfMemoryError ex) {
			err.println("telemetry: this needs more memory: java -Xmx4g -jar telemetry-cli.jar");
			return NOT_FOUND;
		}
	}

	private static PrintWriter writer(OutputStream stream) {
		return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
	}

	/**
	 * Runs a command.
	 * @param out where it prints
	 * @param err where it complains
	 * @param args the command
	 * @return its exit code
	 */
	public static int run(PrintWriter out, PrintWriter err, String... args) {
		return commandLine().setOut(out).setErr(err).execute(args);
	}

	static CommandLine commandLine() {
		CommandLine commands = new CommandLine(new TelemetryCli());
		commands.setCaseInsensitiveEnumValuesAllowed(true);
		commands.setExecutionExceptionHandler(TelemetryCli::failed);
		return commands;
	}

	private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
		if (!(failure instanceof IOException)) {
			throw failure;
		}
		command.getErr().println("telemetry: " + Text.plain(describe(failure)));
		return (failure instanceof DamagedException) ? DAMAGED : NOT_FOUND;
	}

	/**
	 * Says what is wrong with a file.
	 */
	static String describe(Exception failure) {
		String message = String.valueOf(failure.getMessage());
		if (failure instanceof NoSuchJobException || failure instanceof DamagedException) {
			return message;
		}
		if (failure instanceof AccessDeniedException) {
			return "this user may not read or write " + message;
		}
		return failure.getClass().getSimpleName() + ": " + message;
	}

	/**
	 * Tells the version of the jar.
	 */
	static final class Version implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = TelemetryCli.class.getPackage().getImplementationVersion();
			return new String[] { "telemetry " + ((version != null) ? version : "(not packaged)") };
		}

	}

}
