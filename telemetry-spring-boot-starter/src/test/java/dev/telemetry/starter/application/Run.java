package dev.telemetry.starter.application;

import java.util.Arrays;
import java.util.List;

/**
 * One start of an application, as it is handed over from one process to another.
 *
 * @param variant what is different about the application
 * @param state state of the switch
 * @param sources names of configuration classes
 * @param properties properties as {@code key=value}
 */
public record Run(String variant, String state, List<String> sources, List<String> properties) {

	/** How many requests are sent in each run. */
	public static final int REQUESTS = 2;

	private static final String LINE = "\n";

	private static final String COMMA = ",";

	static Run of(String argument) {
		List<String> lines = Arrays.asList(argument.split(LINE));
		return new Run(lines.get(0), lines.get(1), Arrays.asList(lines.get(2).split(COMMA)),
				lines.subList(3, lines.size()));
	}

	public String argument() {
		String head = String.join(LINE, this.variant, this.state, String.join(COMMA, this.sources));
		return (this.properties.isEmpty()) ? head : head + LINE + String.join(LINE, this.properties);
	}

	/**
	 * What tells the requests of this run from all others.
	 * @return a path segment
	 */
	public String marker() {
		return (this.variant + " " + this.state).replaceAll("[^A-Za-z0-9]+", "-") + "-end-";
	}

	/** Key of the run, on the first line of its output. */
	public String begin() {
		return "BEGIN " + this.variant + "|" + this.state;
	}

	/** Key of the run, on the last line of its output. */
	public String end() {
		return "RUN " + this.variant + "|" + this.state;
	}

	@Override
	public String toString() {
		return this.variant + ", " + this.state;
	}

}
