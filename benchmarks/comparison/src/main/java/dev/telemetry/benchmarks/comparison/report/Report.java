package dev.telemetry.benchmarks.comparison.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.telemetry.benchmarks.ServerVariant;
import dev.telemetry.benchmarks.comparison.Results;
import dev.telemetry.benchmarks.comparison.micro.MicroSuites;
import dev.telemetry.benchmarks.comparison.process.ApplicationVariant;
import dev.telemetry.benchmarks.comparison.process.Packaging;
import dev.telemetry.benchmarks.comparison.process.ProcessComparison;
import dev.telemetry.benchmarks.comparison.process.WarmComparison;
import dev.telemetry.benchmarks.comparison.process.Work;

/**
 * Writes what was measured into the documentation: tables, pictures and the budgets.
 */
public final class Report {

	private final Results results;

	/**
	 * Creates a report.
	 * @param results what was measured
	 */
	public Report(Results results) {
		this.results = results;
	}

	/**
	 * Writes the pages and the pictures.
	 * @param root the folder of the project
	 * @param budgets the budgets
	 * @throws IOException if something cannot be written
	 */
	public void write(Path root, List<Budget> budgets) throws IOException {
		Path folder = Files.createDirectories(root.resolve("docs/benchmarks"));
		Files.writeString(folder.resolve("results.md"), results(budgets));
		Files.writeString(folder.resolve("filter.svg"), filterChart());
		Files.writeString(folder.resolve("process.svg"), processChart());
		new MarkedBlock(root.resolve("docs/benchmarks.md"), "process").write(processTables());
		new MarkedBlock(root.resolve("docs/benchmarks.md"), "scale").write(scaleTable());
		new MarkedBlock(root.resolve("README.md"), "filter").write(readmeTable());
	}

	/**
	 * Returns the budgets as a table.
	 * @param budgets the budgets
	 * @return a table in Markdown
	 */
	public static String table(List<Budget> budgets) {
		MarkdownTable table = new MarkdownTable("budget", "measured", "at most", "");
		for (Budget budget : budgets) {
			table.row(budget.what(), number(budget.measured(), budget.unit()), number(budget.bound(), budget.unit()),
					verdict(budget));
		}
		return table.toString();
	}

	private static String verdict(Budget budget) {
		if (!budget.isMeasured()) {
			return "not measured";
		}
		return (budget.holds()) ? "holds" : "**exceeded**";
	}

	/**
	 * Returns the variants of the whole application as three tables: under load, warm by
	 * what the threads do, and when it starts.
	 * @return tables in Markdown
	 */
	public String processTables() {
		return loadTable() + "\n" + warmTable() + "\n" + startTable();
	}

	private String loadTable() {
		MarkdownTable table = new MarkdownTable("over the bare application", "bytes a request", "CPU a request",
				"requests/s", "p50", "p99", "spans a request");
		for (ApplicationVariant variant : ApplicationVariant.values()) {
			table.row(name(variant), cell(variant, "bytes", 1, "B"), cell(variant, "cpu", 1, "us"),
					number(process(variant, "throughput")), number(process(variant, "p50"), "us"),
					number(process(variant, "p99"), "us"),
					String.format(Locale.ROOT, "%.2f", process(variant, "spans")));
		}
		return table.toString();
	}

	private String startTable() {
		MarkdownTable table = new MarkdownTable("over the bare application", "start", "start of one jar", "classes",
				"resident", "live heap", "jars", "size");
		for (ApplicationVariant variant : ApplicationVariant.values()) {
			table.row(name(variant), start(variant, Packaging.CLASS_PATH), start(variant, Packaging.EXECUTABLE_JAR),
					cell(variant, "classes", 1, ""), cell(variant, "resident", 1 << 20, "MiB"),
					cell(variant, "live", 1 << 20, "MiB"), cell(variant, "jars", 1, ""),
					cell(variant, "size", 1e6, "MB"));
		}
		return table.toString();
	}

	private String start(ApplicationVariant variant, Packaging packaging) {
		return cell(variant, packaging.metric(), 1, "ms");
	}

	private String warmTable() {
		MarkdownTable table = new MarkdownTable(Stream
			.concat(Stream.of("CPU time of a request", "young", "warm"), Stream.of(Work.values()).map(Work::title))
			.toArray(String[]::new));
		for (ApplicationVariant variant : WarmComparison.VARIANTS) {
			table
				.row(Stream
					.concat(Stream.of(variant.title(), micros(variant, WarmComparison.YOUNG),
							micros(variant, WarmComparison.WARM)),
							Stream.of(Work.values()).map((work) -> micros(variant, work.name())))
					.toArray(String[]::new));
		}
		return table.toString();
	}

	private String micros(ApplicationVariant variant, String metric) {
		double micros = this.results.median(WarmComparison.SUITE, variant.name(), metric);
		return (Double.isNaN(micros)) ? number(micros, "us") : String.format(Locale.ROOT, "%,.1f us", micros);
	}

	private static String name(ApplicationVariant variant) {
		return (variant == ApplicationVariant.BARE) ? "bare itself" : variant.title();
	}

	private String cell(ApplicationVariant variant, String metric, double divisor, String unit) {
		double bare = process(ApplicationVariant.BARE, metric) / divisor;
		if (variant == ApplicationVariant.BARE) {
			return number(bare, unit);
		}
		double more = process(variant, metric) / divisor - bare;
		return ((more >= 0) ? "+" : "") + number(more, unit);
	}

	private String results(List<Budget> budgets) {
		return "# Results\n\nWritten by the benchmarks; [how they measure](../benchmarks.md).\n\n"
				+ this.results.origin() + ".\n"
				+ "\n## The whole application\n\n![Bytes, CPU time and start](process.svg)\n\n" + processTables()
				+ "\n## A request by the filter alone\n\n![Bytes and time](filter.svg)\n\n"
				+ serverTable(MicroSuites.FILTER) + "\n## A request by the filter and Spring MVC\n\n"
				+ serverTable(MicroSuites.DISPATCH) + "\n## Other parts\n\n" + partsTable()
				+ "\n## How a request grows\n\n" + scaleTable() + "\n## Budgets\n\n" + table(budgets);
	}

	private String serverTable(String suite) {
		MarkdownTable table = new MarkdownTable("over nothing", "bytes a request", "time a request");
		for (ServerVariant variant : ServerVariant.values()) {
			if (variant != ServerVariant.BARE) {
				table.row(variant.title(), number(over(suite, variant, MicroSuites.BYTES), "B"),
						number(over(suite, variant, MicroSuites.TIME), "ns"));
			}
		}
		return table.toString();
	}

	private String readmeTable() {
		MarkdownTable table = new MarkdownTable("the filter alone", "time a request", "bytes a request");
		Stream
			.of(ServerVariant.TELEMETRY_2_PERCENT, ServerVariant.TELEMETRY_100_PERCENT,
					ServerVariant.OPENTELEMETRY_FILTER_2_PERCENT, ServerVariant.OPENTELEMETRY_FILTER_100_PERCENT,
					ServerVariant.SPRING_BOOT_2_PERCENT, ServerVariant.SPRING_BOOT_100_PERCENT)
			.forEach((variant) -> table.row(variant.title(),
					String.format(Locale.ROOT, "%.1f us", over(MicroSuites.FILTER, variant, MicroSuites.TIME) / 1000),
					String.format(Locale.ROOT, "%.1f KB",
							over(MicroSuites.FILTER, variant, MicroSuites.BYTES) / 1000)));
		return table.toString();
	}

	private String partsTable() {
		MarkdownTable table = new MarkdownTable("part", "bytes", "time");
		for (String suite : List.of(MicroSuites.TRACE, MicroSuites.ADMISSION, MicroSuites.RECORDER,
				MicroSuites.REDACTION, MicroSuites.LOGS)) {
			for (String variant : this.results.variants(suite)) {
				table.row(suite + ": " + variant.toLowerCase(Locale.ROOT).replace('_', ' '),
						number(this.results.median(suite, variant, MicroSuites.BYTES), "B"),
						String.format(Locale.ROOT, "%,.1f ns", this.results.median(suite, variant, MicroSuites.TIME)));
			}
		}
		return table.toString();
	}

	/**
	 * Returns how the cost of a request grows, as a table.
	 * @return a table in Markdown
	 */
	public String scaleTable() {
		MarkdownTable table = new MarkdownTable("a request", "bytes", "CPU time", "bytes of each further one",
				"CPU time of each further one");
		MicroSuites.THREADS.forEach((threads) -> scaleRow(table, "threads", threads, 0));
		MicroSuites.ROUTES.stream()
			.filter((routes) -> routes > 1)
			.forEach((routes) -> scaleRow(table, "routes", routes, 0));
		MicroSuites.CHILDREN.forEach((children) -> scaleRow(table, "children", children, children));
		MicroSuites.LINES.forEach((lines) -> scaleRow(table, "lines", lines, lines));
		return table.toString();
	}

	private void scaleRow(MarkdownTable table, String what, int number, int further) {
		double bytes = scale(what + "_" + number, MicroSuites.BYTES);
		double time = scale(what + "_" + number, MicroSuites.TIME);
		table.row(String.format(Locale.ROOT, "%,d %s", number, what), number(bytes, "B"), number(time, "ns"),
				(further > 0) ? number((bytes - scale("threads_1", MicroSuites.BYTES)) / further, "B") : "",
				(further > 0) ? number((time - scale("threads_1", MicroSuites.TIME)) / further, "ns") : "");
	}

	private double scale(String variant, String metric) {
		return this.results.median(MicroSuites.SCALE, variant, metric);
	}

	private String filterChart() {
		List<ServerVariant> variants = Stream.of(ServerVariant.values())
			.filter((variant) -> variant != ServerVariant.BARE && variant != ServerVariant.TELEMETRY_OFF)
			.toList();
		return new BarChart()
			.panel("Filter alone: bytes allocated for a request", "B", serverBars(variants, MicroSuites.BYTES))
			.panel("Filter alone: time of a request", "ns", serverBars(variants, MicroSuites.TIME))
			.svg();
	}

	private List<BarChart.Bar> serverBars(List<ServerVariant> variants, String metric) {
		return variants.stream()
			.map((variant) -> new BarChart.Bar(variant.title(), over(MicroSuites.FILTER, variant, metric),
					variant.name().startsWith("TELEMETRY")))
			.toList();
	}

	private String processChart() {
		return new BarChart()
			.panel("Whole application: bytes allocated for a request, over the bare application", "B",
					processBars("bytes"))
			.panel("CPU time of a request, over the bare application", "us", processBars("cpu"))
			.panel("Start, over the bare application", "ms", processBars(Packaging.CLASS_PATH.metric()))
			.svg();
	}

	private List<BarChart.Bar> processBars(String metric) {
		return Stream.of(ApplicationVariant.values())
			.filter((variant) -> variant != ApplicationVariant.BARE)
			.map((variant) -> new BarChart.Bar(variant.title(),
					process(variant, metric) - process(ApplicationVariant.BARE, metric), variant.isOurs()))
			.toList();
	}

	private double process(ApplicationVariant variant, String metric) {
		return this.results.median(ProcessComparison.SUITE, variant.name(), metric);
	}

	private double over(String suite, ServerVariant variant, String metric) {
		return this.results.median(suite, variant.name(), metric)
				- this.results.median(suite, ServerVariant.BARE.name(), metric);
	}

	private static String number(double value, String unit) {
		return (unit.isEmpty()) ? number(value) : number(value) + " " + unit;
	}

	private static String number(double value) {
		if (Double.isNaN(value)) {
			return "?";
		}
		boolean whole = Math.abs(value) >= 10 || value == Math.rint(value);
		return String.format(Locale.ROOT, (whole) ? "%,.0f" : "%,.1f", value);
	}

}
