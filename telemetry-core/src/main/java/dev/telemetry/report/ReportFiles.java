package dev.telemetry.report;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Names of the directories and files of reports.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ReportFiles {

	/** Directory of all reports, below the one that is configured. */
	public static final String JOBS = "jobs";

	/** What there is to say about a job. A report is complete once this file is there. */
	public static final String SUMMARY = "summary.json";

	/** A line for each span. */
	public static final String SPANS = "spans.jsonl";

	/** Version of both formats. */
	public static final int SCHEMA = 1;

	/** Longest name, of those that a file system can have. */
	private static final int MAX_LENGTH = 128;

	private static final Pattern OWN = Pattern
		.compile("(" + Pattern.quote(SUMMARY) + "|" + Pattern.quote(SPANS) + ")(\\.[0-9a-f]{16}\\.part)?");

	private static final Pattern PART = Pattern.compile(".*\\.part");

	private ReportFiles() {
	}

	/**
	 * The name of the directory of a job. Different ids have different names; whatever is
	 * not a plain character is percent-encoded, so that a name never leads elsewhere.
	 * @param id id of the job
	 * @return the name
	 */
	public static String directoryName(String id) {
		StringBuilder name = new StringBuilder(id.length());
		for (byte next : id.getBytes(StandardCharsets.UTF_8)) {
			append(name, next & 0xFF);
		}
		if (id.equals(".") || id.equals("..")) {
			return id.replace(".", "%2E");
		}
		if (name.length() <= MAX_LENGTH) {
			return name.toString();
		}
		String hash = Long.toHexString(hash(id) | Long.MIN_VALUE);
		return name.substring(0, MAX_LENGTH - hash.length() - 1) + "~" + hash;
	}

	private static void append(StringBuilder name, int character) {
		if (isPlain(character)) {
			name.append((char) character);
		}
		else {
			name.append('%')
				.append(Character.toUpperCase(Character.forDigit(character >> 4, 16)))
				.append(Character.toUpperCase(Character.forDigit(character & 0xF, 16)));
		}
	}

	private static boolean isPlain(int character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || character == '.' || character == '_' || character == '-';
	}

	// FNV-1a: the same in each process.
	private static long hash(String text) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
		}
		return hash;
	}

	/**
	 * Whether a file in the directory of a job belongs to its report.
	 */
	static boolean isOwn(String name) {
		return OWN.matcher(name).matches();
	}

	/**
	 * Whether a file is one that is still being written.
	 */
	static boolean isPart(String name) {
		return PART.matcher(name).matches();
	}

	/**
	 * The name of a file as long as it is being written, which no other run has.
	 */
	static String part(String name, String spanId) {
		return name + "." + spanId + ".part";
	}

}
