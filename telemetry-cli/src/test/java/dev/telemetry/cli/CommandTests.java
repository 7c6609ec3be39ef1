package dev.telemetry.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;

import dev.telemetry.report.ReportFiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Each command, against what it should print.
 */
class CommandTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			list.txt           | list
			show.txt           | show import-1
			show-failed.txt    | show import-2
			show.json          | show import-1 --json
			compare.txt        | compare import-1 import-2
			timeline.txt       | timeline import-1 --width 100
			timeline.svg       | timeline import-1 --format svg
			export.csv         | export import-1 --format csv
			export.json        | export import-1 --format json
			export.chrome.json | export import-1 --format chrome
			hostile.txt        | timeline hostile --width 100
			hostile.svg        | timeline hostile --format svg
			hostile.csv        | export hostile --format csv
			""")
	void commandsPrintWhatTheyShould(String file, String command) {
		String[] words = command.split(" ");
		CommandRun run = CommandRun.of(words[0], List.of(words).subList(1, words.length).toArray(String[]::new));
		assertThat(run.out().replace("\r\n", "\n")).isEqualTo(run.golden(file));
	}

	@Test
	void theTimelineOfTheDocumentationIsTheOneThatIsPrinted() throws Exception {
		assertThat(Files.readString(Path.of("..", "docs", "cli.md")))
			.contains(CommandRun.of("timeline", "import-1", "--width", "100").out());
	}

	@Test
	void aJobIsFoundByItsIdAndByTheNameOfItsDirectory(@TempDir Path reports) throws Exception {
		Path report = Files.createDirectories(reports.resolve("jobs/a%2Fb"));
		Files.writeString(report.resolve("summary.json"), "{\"job_id\": \"a/b\", \"by_name\": {}}");
		assertThat(CommandRun.on(reports, "show", "a/b").exitCode()).isZero();
		assertThat(CommandRun.on(reports, "show", "a%2Fb").exitCode()).isZero();
		assertThat(CommandRun.on(reports, "show", "../jobs/a%2Fb").exitCode()).isEqualTo(1);
	}

	@Test
	void aLongNameIsListedAsItHasToBeTyped(@TempDir Path reports) throws Exception {
		String id = "InventoryReconciliation.reconcileAll-20261128t120000z-0af76519-b7ad6b71";
		Path report = Files.createDirectories(reports.resolve("jobs").resolve(ReportFiles.directoryName(id)));
		Files.writeString(report.resolve("summary.json"), "{\"job_id\": \"" + id + "\", \"by_name\": {}}");
		String listed = CommandRun.on(reports, "list")
			.out()
			.lines()
			.skip(1)
			.findFirst()
			.orElseThrow()
			.split(" ", -1)[0];
		assertThat(CommandRun.on(reports, "show", listed).exitCode()).isZero();
	}

	@Test
	void exitCodesTellWhatIsWrong() {
		assertThat(CommandRun.of("show", "no-such-job").exitCode()).isEqualTo(1);
		assertThat(CommandRun.of("show", "no-such-job").err()).contains("There is no report of 'no-such-job'");
		assertThat(CommandRun.of("show", "half").exitCode()).isEqualTo(1);
		assertThat(CommandRun.of("show", "damaged").exitCode()).isEqualTo(3);
		assertThat(CommandRun.of("show").exitCode()).isEqualTo(2);
		assertThat(CommandRun.of("show", "--frobnicate").exitCode()).isEqualTo(2);
		assertThat(CommandRun.of("export", "import-1", "--format", "parquet").exitCode()).isEqualTo(2);
	}

	@Test
	void aTornLineCostsNothingButItself() {
		CommandRun run = CommandRun.of("timeline", "import-2");
		assertThat(run.exitCode()).isEqualTo(3);
		assertThat(run.err()).contains("1 line of the report is damaged");
		assertThat(run.out()).contains("gather", "store");
	}

	@Test
	void aDamagedReportIsListedAsSuch() {
		CommandRun run = CommandRun.of("list");
		assertThat(run.exitCode()).isEqualTo(3);
		assertThat(run.err()).contains("damaged is damaged");
		assertThat(CommandRun.of("list", "--failed").out()).contains("import-2").doesNotContain("import-1");
		assertThat(CommandRun.of("list", "--type", "other").out()).doesNotContain("import-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeline hostile", "show hostile", "list", "compare import-1 hostile",
			"timeline hostile --format svg", "export hostile --format csv", "export hostile --format json",
			"export hostile --format chrome", "timeline hostile --format html" })
	void nothingReachesTheTerminalThatControlsIt(String command) {
		String[] words = command.split(" ");
		CommandRun run = CommandRun.of(words[0], List.of(words).subList(1, words.length).toArray(String[]::new));
		assertThat(run.out().codePoints().filter((c) -> c == 0x1b || c == 0x202e || c == 0x07)).isEmpty();
		assertThat(run.exitCode()).isEqualTo((command.equals("list")) ? 3 : 0);
	}

	@Test
	void nothingOfAReportIsMarkupOfThePage() {
		String page = CommandRun.of("timeline", "hostile", "--format", "html").out();
		assertThat(page).contains("\\u003c/script>\\u003cscript>alert(1)").doesNotContain("<script>alert(1)");
		assertThat(page).contains("Content-Security-Policy");
	}

	@Test
	void thePageGetsWhatTheViewerWouldAnswer() throws Exception {
		String page = CommandRun.of("timeline", "import-1", "--format", "html").out();
		int start = page.indexOf("id=\"data\">") + "id=\"data\">".length();
		Map<String, @Nullable Object> trace = Json.parseObject(page.substring(start, page.indexOf("</script>", start)));
		assertThat(trace).containsEntry("durationMicros", 1e7).containsEntry("spanCount", 29.0);
		assertThat(Json.array(trace.get("spans"))).hasSize(29);
		Map<String, @Nullable Object> root = Json.object(Json.array(trace.get("spans")).get(0));
		assertThat(root).containsEntry("name", "job.run").containsEntry("depth", 0.0);
		double critical = Json.array(trace.get("spans"))
			.stream()
			.flatMap((span) -> Json.array(Json.object(span).get("critical")).stream())
			.mapToDouble((piece) -> (Double) Json.object(piece).getOrDefault("durationMicros", 0.0))
			.sum();
		assertThat(critical).isEqualTo(1e7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "import-1", "hostile" })
	void theDataOfThePageIsWhatItShouldBe(String job) {
		String page = CommandRun.of("timeline", job, "--format", "html").out();
		int start = page.indexOf("id=\"data\">") + "id=\"data\">".length();
		CommandRun data = new CommandRun(0, page.substring(start, page.indexOf("</script>", start)), "");
		assertThat(data.out()).isEqualTo(data.golden(job + ".html.json"));
	}

	@Test
	void spansOfALaneOfChromeLieWithinEachOtherOrOneAfterTheOther() throws Exception {
		Map<String, @Nullable Object> trace = Json
			.parseObject(CommandRun.of("export", "import-1", "--format", "chrome").out());
		List<double[]> spans = Json.array(trace.get("traceEvents"))
			.stream()
			.map(Json::object)
			.filter((event) -> "X".equals(event.get("ph")))
			.map((event) -> new double[] { number(event, "tid"), number(event, "ts"),
					number(event, "ts") + number(event, "dur") })
			.toList();
		assertThat(spans).hasSize(29)
			.allSatisfy((one) -> assertThat(spans).noneMatch((other) -> one[0] == other[0] && one[1] < other[1] - 1e-3
					&& other[1] < one[2] - 1e-3 && one[2] < other[2] - 1e-3));
	}

	private static double number(Map<String, @Nullable Object> json, String key) {
		Double number = Json.number(json.get(key));
		return (number != null) ? number : Double.NaN;
	}

	@Test
	void linesOfCommaSeparatedValuesEndAsTheStandardWantsIt() {
		String csv = CommandRun.of("export", "import-1", "--format", "csv").out();
		assertThat(csv.split("\r\n", -1)).hasSize(31);
		assertThat(Csv.cell("=1+1")).isEqualTo("'=1+1");
		assertThat(Csv.cell("@a,b")).isEqualTo("\"'@a,b\"");
		assertThat(Csv.cell("a\nb")).isEqualTo("\"a\nb\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "=1", "+1", "-1", "@a", "\t=1", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF20a" })
	void noCellBeginsLikeAFormula(String text) {
		assertThat(Csv.cell(text)).isEqualTo("'" + text);
		assertThat(Csv.cell("\n" + text)).isEqualTo("\"'\n" + text + "\"");
		assertThat(Csv.cell("\r" + text)).isEqualTo("\"'\r" + text + "\"");
	}

	@Test
	void whatIsNoCharacterIsReplaced() {
		assertThat(Text.plain("a\uFFFEb\uFFFFc\uFDD0d\uDBFF\uDFFFe")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
		assertThat(Text.plain("\uD83D\uDE00\uFDFA")).isEqualTo("\uD83D\uDE00\uFDFA");
	}

	@Test
	void aLineOfAReportThatIsTooLongIsDamaged(@TempDir Path reports) throws Exception {
		Path report = Files.createDirectories(reports.resolve("jobs/job-1"));
		Files.writeString(report.resolve("summary.json"), "{\"job_id\": \"job-1\", \"by_name\": {}}");
		Files.writeString(report.resolve("spans.jsonl"), "{\"name\": \"first\", \"start_time\": 0}\n"
				+ "x".repeat(Lines.MAX_LENGTH + 1) + "\n{\"name\": \"last\", \"start_time\": 0}\r\n");
		CommandRun run = CommandRun.on(reports, "export", "job-1", "--format", "csv");
		assertThat(run.exitCode()).isEqualTo(3);
		assertThat(run.err()).contains("1 line of the report is damaged");
		assertThat(run.out()).contains("first", "last").doesNotContain("xxx");
	}

	@Test
	@Timeout(20)
	void manySpansAtOnceGetLanesInNoTime() {
		Lanes lanes = new Lanes();
		for (int i = 0; i < 200_000; i++) {
			lanes.take(i, 1_000_000 + i);
		}
		assertThat(lanes.take(500_000, 600_000)).isZero();
		assertThat(lanes.take(500_000, 700_000)).isEqualTo(1);
		assertThat(lanes.take(1_000_005, 1_100_005)).isZero();
		assertThat(lanes.take(1_000_005, 1_100_006)).isEqualTo(1);
		assertThat(lanes.size()).isEqualTo(200_000);
	}

	@Test
	void aReportIsWrittenToAFile(@TempDir Path folder) throws Exception {
		Path file = folder.resolve("spans.csv");
		CommandRun run = CommandRun.of("export", "import-1", "--format", "csv", "-o", file.toString());
		assertThat(run.out()).isEmpty();
		assertThat(file).content().startsWith("name,start_time");
	}

	@Test
	void everyCommandHasHelpAndCompletion() {
		StringBuilder all = new StringBuilder(help("--help"));
		for (String command : List.of("list", "show", "export", "timeline", "compare", "tail")) {
			String help = help(command, "--help");
			assertThat(help).contains("Usage: telemetry " + command);
			all.append('\n').append(help);
		}
		CommandRun help = new CommandRun(0, all.toString(), "");
		assertThat(help.out()).isEqualTo(help.golden("help.txt"));
		assertThat(AutoComplete.bash("telemetry", TelemetryCli.commandLine())).contains("timeline", "CHROME");
	}

	private static String help(String... args) {
		StringWriter out = new StringWriter();
		assertThat(TelemetryCli.run(new PrintWriter(out, true), new PrintWriter(new StringWriter()), args)).isZero();
		return out.toString().replace("\r\n", "\n");
	}

	@Test
	void withoutACommandThereIsUsage() {
		StringWriter err = new StringWriter();
		assertThat(TelemetryCli.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true))).isEqualTo(2);
		assertThat(err.toString()).contains("Usage: telemetry");
	}

	@Test
	void whatCannotBePrintedIsAFailure() {
		PrintWriter closed = new PrintWriter(new StringWriter());
		closed.close();
		StringWriter err = new StringWriter();
		assertThat(TelemetryCli.run(closed, new PrintWriter(err, true), "export", "import-1", "--format", "csv",
				"--dir", CommandRun.REPORTS.toString()))
			.isEqualTo(1);
		assertThat(err.toString()).contains("cannot be written: standard output");
	}

	@Test
	void anEmptyDirectoryIsNoFailure(@TempDir Path reports) {
		assertThat(CommandRun.on(reports, "list").exitCode()).isZero();
		assertThat(CommandRun.on(reports.resolve("missing"), "list").out()).startsWith("JOB");
	}

	@Test
	void aDirectoryThatIsNotThereIsSaid(@TempDir Path reports) {
		CommandRun run = CommandRun.on(reports.resolve("missing"), "list");
		assertThat(run.err()).contains("there is no directory", "missing");
		assertThat(run.exitCode()).isEqualTo(1);
	}

	@Test
	void columnsOfWideLettersAndMarksAreAligned(@TempDir Path reports) throws Exception {
		report(reports, "wide", """
				{"wall_duration":1,"by_name":{"\u6ce8\u6587":{},"\ud55c\uae00":{},"e\u0301t":{},"plain":{}}}""",
				line("\u6ce8\u6587"), line("e\u0301t"), line("\ud83d\ude9a"), line("\u6ce8".repeat(40)));
		assertThat(CommandRun.on(reports, "show", "wide").out().lines()).contains(
				"NAME   COUNT  ERRORS  TOTAL  MEAN  P95  MAX", "\u6ce8\u6587       0       0    0 s   0 s  0 s  0 s",
				"\ud55c\uae00       0       0    0 s   0 s  0 s  0 s",
				"e\u0301t         0       0    0 s   0 s  0 s  0 s", "plain      0       0    0 s   0 s  0 s  0 s");
		assertThat(CommandRun.on(reports, "timeline", "wide").out().lines().skip(1))
			.extracting((line) -> Text.width(line.substring(0, line.indexOf('|'))))
			.containsExactly(33, 33, 33, 33);
	}

	@Test
	void aSkippedJobSaysWhyAndAFailureWithoutAMessageItsType(@TempDir Path reports) throws Exception {
		report(reports, "skipped", "{\"success\":null,\"skip_reason\":\"lock\",\"by_name\":{}}");
		report(reports, "failed", "{\"success\":false,\"error\":\"E\",\"error_msg\":null,\"by_name\":{}}");
		assertThat(CommandRun.on(reports, "show", "skipped").out().lines()).contains("skipped: lock");
		assertThat(CommandRun.on(reports, "show", "failed").out().lines()).contains("E");
		assertThat(CommandRun.on(reports, "timeline", "skipped").out()).startsWith("  skipped  0 s ");
	}

	@Test
	void aNumberBeyondAllBoundsIsDamaged(@TempDir Path reports) throws Exception {
		report(reports, "far", "{\"by_name\":{}}", "{\"name\":\"a\",\"start_time\":1e999}", line("b"));
		CommandRun run = CommandRun.on(reports, "export", "far", "--format", "chrome");
		assertThat(run.exitCode()).isEqualTo(3);
		assertThat(run.out()).contains("\"b\"").doesNotContain("Infinity");
	}

	@Test
	void whatIsDamagedIsNamed() {
		assertThat(CommandRun.of("show", "damaged").err()).contains(Path.of("damaged", "summary.json") + " is damaged");
	}

	@Test
	void theNewestIsFirstWhateverDigitsItsTimeHas(@TempDir Path reports) throws Exception {
		report(reports, "a", "{\"job_id\":\"older\",\"started_at\":\"2026-11-28T01:02:03Z\",\"by_name\":{}}");
		report(reports, "b", "{\"job_id\":\"newer\",\"started_at\":\"2026-11-28T01:02:03.5Z\",\"by_name\":{}}");
		assertThat(CommandRun.on(reports, "list").out()).containsSubsequence("newer", "older");
	}

	@Test
	void aFileMayBeginWithAByteOrderMark(@TempDir Path reports) throws Exception {
		report(reports, "edited", "\uFEFF{\"by_name\":{}}", "\uFEFF" + line("first"), line("last"));
		CommandRun run = CommandRun.on(reports, "export", "edited", "--format", "csv");
		assertThat(run.exitCode()).isZero();
		assertThat(run.out()).contains("first", "last");
	}

	@Test
	void whatANewerVersionHasWrittenIsSaidOnce(@TempDir Path reports) throws Exception {
		report(reports, "a", "{\"schema\":2,\"by_name\":{}}", line("step"));
		report(reports, "b", "{\"schema\":2,\"by_name\":{}}");
		report(reports, "c", "{\"schema\":1,\"by_name\":{}}");
		assertThat(CommandRun.on(reports, "list").err()).containsOnlyOnce(" was written by a newer version");
		CommandRun run = CommandRun.on(reports, "timeline", "a");
		assertThat(run.err()).contains("a was written by a newer version");
		assertThat(run.out()).contains("step");
		assertThat(run.exitCode()).isZero();
		assertThat(CommandRun.on(reports, "show", "c").err()).isEmpty();
	}

	@Test
	void linesOfAnotherRunThanTheSummaryAreSaid(@TempDir Path reports) throws Exception {
		report(reports, "mixed", "{\"trace_id\":\"aa\",\"by_name\":{}}",
				"{\"name\":\"step\",\"start_time\":0,\"end_time\":1,\"trace_id\":\"bb\"}");
		CommandRun run = CommandRun.on(reports, "timeline", "mixed");
		assertThat(run.err()).contains("summary and spans are of two runs");
		assertThat(run.out()).contains("step");
		assertThat(run.exitCode()).isEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource({ "80,80", "'',120", "wide,120", "' 90 ',90", ",120" })
	void theWidthIsThatOfTheTerminalWhereItIsSaid(@Nullable String columns, int width) {
		assertThat(TimelineCommand.columns(columns)).isEqualTo(width);
	}

	@Test
	void noWidthIsTooLarge() {
		assertThat(CommandRun.of("timeline", "import-1", "--width", "2000000000").exitCode()).isZero();
	}

	@Test
	void aPictureHasAllOfAJobHoweverManyTasksItHas(@TempDir Path reports) throws Exception {
		report(reports, "many", "{\"wall_duration\":100,\"by_name\":{}}", tasks(10_000, 9_000));
		String picture = CommandRun.on(reports, "timeline", "many", "--format", "svg").out();
		assertThat(picture.lines().filter((line) -> line.startsWith("<rect x"))).hasSize(2)
			.anyMatch((bar) -> bar.contains("x=\"260.0\"") && bar.contains("width=\"800.0\""))
			.anyMatch((bar) -> bar.contains("x=\"980.0\"") && bar.contains("#b3261e"));
	}

	@Test
	void aPictureSaysThatItHasNotAllRows(@TempDir Path reports) throws Exception {
		String[] lines = IntStream.range(0, 600).mapToObj((i) -> line("task " + i)).toArray(String[]::new);
		report(reports, "long", "{\"wall_duration\":1,\"by_name\":{}}", lines);
		assertThat(CommandRun.on(reports, "timeline", "long", "--format", "svg").out()).contains(">... and more<");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "svg" })
	void aTimelineThatHasJustAllRowsDoesNotSayThatThereAreMore(String format, @TempDir Path reports) throws Exception {
		String[] lines = IntStream.range(0, 500).mapToObj((i) -> line("task " + i)).toArray(String[]::new);
		report(reports, "long", "{\"wall_duration\":1,\"by_name\":{}}", lines);
		assertThat(CommandRun.on(reports, "timeline", "long", "--format", format).out()).contains("task 499")
			.doesNotContain("and more");
	}

	@Test
	void spansWithoutALineAreSaid(@TempDir Path reports) throws Exception {
		report(reports, "short", "{\"truncated_spans\":1,\"by_name\":{}}");
		assertThat(CommandRun.on(reports, "show", "short").out().lines())
			.contains("Spans that are counted here and have no line: 1");
		assertThat(CommandRun.on(reports, "timeline", "short", "--format", "html").out())
			.contains("Spans without a line in the report: 1");
	}

	@Test
	void aDirectoryInPlaceOfTheSpansIsDamaged(@TempDir Path reports) throws Exception {
		Path report = Files.createDirectories(reports.resolve("jobs/job-1"));
		Files.writeString(report.resolve("summary.json"), "{\"by_name\":{}}");
		Path spans = Files.createDirectory(report.resolve("spans.jsonl"));
		CommandRun run = CommandRun.on(reports, "export", "job-1", "--format", "csv");
		assertThat(run.err()).contains(spans + " is a directory");
		assertThat(run.exitCode()).isEqualTo(3);
	}

	@Test
	void whatManyLinesSayIsInTheMemoryOnce() throws Exception {
		SharedTexts shared = new SharedTexts();
		String line = "{\"name\":\"a\",\"start_time\":0,\"trace_id\":\"t\",\"tags\":{\"k\":\"v\"}}";
		JobSpan one = JobSpan.of(line, shared);
		JobSpan other = JobSpan.of(line, shared);
		assertThat(one.name()).isSameAs(other.name());
		assertThat(one.traceId()).isSameAs(other.traceId());
		assertThat(one.tags().keySet().iterator().next()).isSameAs(other.tags().keySet().iterator().next());
	}

	@Test
	void aPageHasWhatItCanDrawAndAboveAllWhatFailed(@TempDir Path reports) throws Exception {
		report(reports, "many", "{\"wall_duration\":200,\"by_name\":{}}", tasks(20_000, 19_000));
		String page = CommandRun.on(reports, "timeline", "many", "--format", "html").out();
		int start = page.indexOf("id=\"data\">") + "id=\"data\">".length();
		Map<String, @Nullable Object> trace = Json.parseObject(page.substring(start, page.indexOf("</script>", start)));
		assertThat(trace).containsEntry("spanCount", 20_000.0);
		assertThat(Json.array(trace.get("spans"))).hasSize(ViewerTrace.MAX_SPANS)
			.extracting((span) -> Json.object(span).get("spanId"), (span) -> Json.object(span).get("status"))
			.contains(tuple("%016x".formatted(19_001), "error"), tuple("%016x".formatted(1), "unset"))
			.doesNotContain(tuple("%016x".formatted(19_002), "unset"));
	}

	// One after the other.
	private static String[] tasks(int number, int failed) {
		return IntStream.range(0, number)
			.mapToObj((i) -> Text.format(
					"{\"name\":\"task\",\"span_id\":\"%016x\",\"start_time\":%s,\"end_time\":%s,\"status\":\"%s\"}",
					i + 1, i / 100.0, i / 100.0 + 0.009, (i == failed) ? "ERROR" : "UNSET"))
			.toArray(String[]::new);
	}

	@Test
	void aReportOfAnotherUserIsNotSaidToBeMissingOrDamaged() {
		AccessDeniedException denied = new AccessDeniedException("/var/shop/jobs");
		assertThat(TelemetryCli.describe(denied)).isEqualTo("this user may not read or write /var/shop/jobs");
	}

	private static String line(String name) {
		return "{\"name\":\"" + name + "\",\"start_time\":0,\"end_time\":1}";
	}

	private static void report(Path reports, String name, String summary, String... lines) throws IOException {
		Path report = Files.createDirectories(reports.resolve("jobs").resolve(name));
		Files.writeString(report.resolve("summary.json"), summary);
		Files.write(report.resolve("spans.jsonl"), List.of(lines));
	}

}
