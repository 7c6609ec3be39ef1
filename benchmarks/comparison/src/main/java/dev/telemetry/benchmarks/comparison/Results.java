package dev.telemetry.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was measured: of each metric of each variant of a suite, a value for each round.
 * Kept as lines such as {@code process,BARE,bytes,5012.0 5020.5}, below one that says
 * what they were measured with. Not thread-safe.
 */
public final class Results {

	private static final String ORIGIN = "# ";

	private final Map<String, List<Double>> values = new LinkedHashMap<>();

	private String origin = "";

	/**
	 * Returns what they were measured with.
	 * @return the machine, the versions and the day
	 */
	public String origin() {
		return this.origin;
	}

	/**
	 * Says what they were measured with.
	 * @param origin the machine, the versions and the day, on one line
	 */
	public void origin(String origin) {
		this.origin = origin;
	}

	/**
	 * Adds the value of a round.
	 * @param suite what was run
	 * @param variant which way
	 * @param metric what was measured
	 * @param value the value
	 */
	public void add(String suite, String variant, String metric, double value) {
		this.values.computeIfAbsent(key(suite, variant, metric), (key) -> new ArrayList<>()).add(value);
	}

	/**
	 * Returns the median over the rounds.
	 * @param suite what was run
	 * @param variant which way
	 * @param metric what was measured
	 * @return the median, {@link Double#NaN} if that was not measured
	 */
	public double median(String suite, String variant, String metric) {
		double[] sorted = rounds(suite, variant, metric).stream().mapToDouble(Double::doubleValue).sorted().toArray();
		if (sorted.length == 0) {
			return Double.NaN;
		}
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * Returns the value of each round.
	 * @param suite what was run
	 * @param variant which way
	 * @param metric what was measured
	 * @return the values in the order of the rounds, none if that was not measured
	 */
	public List<Double> rounds(String suite, String variant, String metric) {
		return List.copyOf(this.values.getOrDefault(key(suite, variant, metric), List.of()));
	}

	/**
	 * Returns the variants of a suite.
	 * @param suite what was run
	 * @return the variants in the order of adding
	 */
	public Set<String> variants(String suite) {
		return this.values.keySet()
			.stream()
			.filter((key) -> key.startsWith(suite + ","))
			.map((key) -> key.split(",", -1)[1])
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Forgets a suite.
	 * @param suite what was run
	 */
	public void remove(String suite) {
		this.values.keySet().removeIf((key) -> key.startsWith(suite + ","));
	}

	/**
	 * Writes everything to a file.
	 * @param file the file
	 * @throws IOException if it cannot be written
	 */
	public void write(Path file) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		List<String> lines = new ArrayList<>(List.of(ORIGIN + this.origin));
		this.values.forEach((key,
				values) -> lines.add(key + ","
						+ values.stream()
							.map((value) -> String.format(Locale.ROOT, "%.3f", value))
							.collect(Collectors.joining(" "))));
		Files.write(file, lines);
	}

	/**
	 * Reads what was written.
	 * @param file the file, which need not exist
	 * @return the results
	 * @throws IOException if it cannot be read
	 */
	public static Results read(Path file) throws IOException {
		Results results = new Results();
		if (Files.exists(file)) {
			List<String> lines = Files.readAllLines(file);
			results.origin = lines.get(0).substring(ORIGIN.length());
			for (String line : lines.subList(1, lines.size())) {
				String[] parts = line.split(",", -1);
				for (String value : parts[3].split(" ", -1)) {
					results.add(parts[0], parts[1], parts[2], Double.parseDouble(value));
				}
			}
		}
		return results;
	}

	private static String key(String suite, String variant, String metric) {
		return suite + "," + variant + "," + metric;
	}

}
