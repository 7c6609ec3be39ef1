package dev.telemetry.report;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import dev.telemetry.text.TextHash;

/**
 * Names of the directories and files of reports.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ReportFiles {

	/** Directory of all reports, below the configured one. */
	public static final String JOBS = "jobs";

	/** The file with the summary of a job. A report is complete once this file exists. */
	public static final String SUMMARY = "summary.json";

	/** The file with a line for each span. */
	public static final String SPANS = "spans.jsonl";

	/** Version of both formats. */
	public static final int SCHEMA = 1;

	/** Maximum length of a name, which all file systems support. */
	private static final int MAX_LENGTH = 128;

	private static final Pattern OWN = Pattern
		.compile("(" + Pattern.quote(SUMMARY) + "|" + Pattern.quote(SPANS) + ")(\\.[0-9a-f]{16}\\.part)?");

	/** Names of devices, which Windows reserves in each directory. */
	private static final Pattern RESERVED = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern PART = Pattern.compile(".*\\.part");

	private ReportFiles() {
	}

	/**
	 * Returns the name of the directory of a job. Different ids have different names,
	 * even if the file system ignores case: the name ends in a hash of the id if the id
	 * has upper case, was cut, or is not valid text. Characters that are not plain, and
	 * names that Windows reserves, are percent-encoded, so that a name never leads
	 * elsewhere.
	 * @param id id of the job
	 * @return the name
	 */
	public static String directoryName(String id) {
		byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
		StringBuilder name = new StringBuilder(bytes.length);
		boolean reserved = RESERVED.matcher(id).matches();
		for (int i = 0; i < bytes.length; i++) {
			int next = bytes[i] & 0xFF;
			boolean cutOff = next == '.' && i == bytes.length - 1;
			append(name, next, isPlain(next) && !cutOff && !(reserved && i == 0));
		}
		if (name.length() <= MAX_LENGTH && id.chars().noneMatch(ReportFiles::isUpperCase)
				&& StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
			return name.toString();
		}
		String hash = TextHash.of(id);
		return name.substring(0, Math.min(name.length(), MAX_LENGTH - hash.length() - 1)) + "~" + hash;
	}

	private static void append(StringBuilder name, int character, boolean plain) {
		if (plain) {
			name.append((char) character);
		}
		else {
			name.append('%')
				.append(Character.toUpperCase(Character.forDigit(character >> 4, 16)))
				.append(Character.toUpperCase(Character.forDigit(character & 0xF, 16)));
		}
	}

	private static boolean isUpperCase(int character) {
		return character >= 'A' && character <= 'Z';
	}

	private static boolean isPlain(int character) {
		return (character >= 'a' && character <= 'z') || isUpperCase(character)
				|| (character >= '0' && character <= '9') || character == '.' || character == '_' || character == '-';
	}

	/**
	 * Returns whether a file in the directory of a job belongs to its report.
	 */
	static boolean isOwn(String name) {
		return OWN.matcher(name).matches();
	}

	/**
	 * Returns whether a file is still being written.
	 */
	static boolean isPart(String name) {
		return PART.matcher(name).matches();
	}

	/**
	 * Returns the name of a file while it is being written, which is unique to a run.
	 */
	static String part(String name, String spanId) {
		return name + "." + spanId + ".part";
	}

}
