package dev.telemetry.benchmarks.comparison;

import java.util.List;

/**
 * What to do. Without arguments: everything, three times.
 *
 * @param jmh whether to run the JMH benchmarks, with {@code jmh}
 * @param process whether to run whole applications, with {@code process}
 * @param warm whether to run them until they are warm, with {@code warm}
 * @param report whether to write the documentation, with {@code report}
 * @param rounds how often to run it, with such as {@code 3}; {@code check} alone runs
 * nothing and looks at what the last run left
 */
record Settings(boolean jmh, boolean process, boolean warm, boolean report, int rounds) {

	private static final int ROUNDS = 3;

	private static final List<String> KNOWN = List.of("jmh", "process", "warm", "report", "check");

	static Settings of(String... arguments) {
		int rounds = ROUNDS;
		List<String> words = List.of(arguments);
		for (String word : words) {
			if (word.matches("[1-9]\\d?")) {
				rounds = Integer.parseInt(word);
			}
			else if (!KNOWN.contains(word)) {
				throw new IllegalArgumentException(
						"'" + word + "' is neither one of " + KNOWN + " nor a number of rounds");
			}
		}
		boolean all = words.stream().noneMatch(KNOWN::contains);
		return new Settings(all || words.contains("jmh"), all || words.contains("process"),
				all || words.contains("warm"), all || words.contains("report"), rounds);
	}

	boolean measures() {
		return this.jmh || this.process || this.warm;
	}

	/**
	 * Whether a part is measured by itself, which can tell its own budgets only.
	 */
	boolean isPart() {
		return measures() && !this.report;
	}

}
