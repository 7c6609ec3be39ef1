package dev.telemetry.sample.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;

import dev.telemetry.cli.TelemetryCli;
import dev.telemetry.sample.ShopApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The report of a job with five phases and 200 tasks, and what the command line makes of
 * it.
 */
class NightlyInventoryTests {

	@TempDir
	static Path directory;

	private static final List<String> PHASES = List.of("plan", "submit", "gather", "check", "store");

	private static final int SPANS = 206;

	private static final String ORANGE = "#e07b00";

	private static long pieces;

	@BeforeAll
	static void runTheJob() {
		SpringApplication shop = new SpringApplication(ShopApplication.class, LongWay.class);
		shop.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = shop.run("--telemetry.otel.exporter=none",
				"--telemetry.job.report.enabled=true", "--telemetry.job.report.directory=" + directory,
				"--shop.stock.reconcile-every=1h")) {
			NightlyInventory inventory = context.getBean(NightlyInventory.class);
			inventory.count();
			pieces = inventory.pieces();
		}
	}

	private static Path report() {
		try (var reports = Files.list(directory.resolve("jobs"))) {
			return reports.filter((report) -> report.getFileName().toString().startsWith("inventory-"))
				.findFirst()
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String jobId() {
		return report().getFileName().toString();
	}

	private static String telemetry(String... args) {
		StringWriter out = new StringWriter();
		String[] all = new String[args.length + 2];
		System.arraycopy(args, 0, all, 0, args.length);
		all[args.length] = "--dir";
		all[args.length + 1] = directory.toString();
		assertThat(TelemetryCli.run(new PrintWriter(out, true), new PrintWriter(System.err, true), all)).isZero();
		return out.toString();
	}

	@Test
	void theNumbersAreWhatRan() throws IOException {
		Map<String, Object> summary = JsonParserFactory.getJsonParser()
			.parseMap(Files.readString(report().resolve("summary.json")));
		assertThat(summary).containsEntry("success", true).containsEntry("total_spans", SPANS);
		Map<String, Object> names = child(summary, "by_name");
		assertThat(names).containsOnlyKeys("job.run", "plan", "submit", "gather", "check", "store", "shelf");
		assertThat(child(names, "shelf")).containsEntry("count", 200);
		Map<String, Object> counted = child(child(child(names, "shelf"), "metrics"), "pieces");
		assertThat(counted).containsEntry("count", 200).containsEntry("sum", (double) pieces);
		assertThat(Files.readAllLines(report().resolve("spans.jsonl"))).hasSize(SPANS);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> child(Map<String, Object> map, String key) {
		return (Map<String, Object>) map.getOrDefault(key, Map.of());
	}

	@Test
	void theSummarySaysThatTheJobWaitedForItsTasks() throws IOException {
		Map<String, Object> summary = JsonParserFactory.getJsonParser()
			.parseMap(Files.readString(report().resolve("summary.json")));
		Map<String, Object> names = child(summary, "by_name");
		Map<String, Double> waited = new TreeMap<>();
		PHASES.forEach((phase) -> waited.put(phase, (Double) child(names, phase).get("critical_duration")));
		assertThat(longest(waited)).isEqualTo("gather");
		assertThat(waited.get("gather")).isGreaterThan((Double) summary.get("wall_duration") / 2);
	}

	private static String longest(Map<String, Double> phases) {
		return Collections.max(phases.entrySet(), Map.Entry.comparingByValue()).getKey();
	}

	private static Pattern bar(String name, String color) {
		return Pattern.compile("<g><title>" + name + " (?:(?!</g>)[\\s\\S])*fill=\"" + color + "\"");
	}

	// "*80 %" is the share of the job that was waited for.
	private static String longestOf(Pattern rows, String output) {
		Map<String, Double> shares = new TreeMap<>();
		rows.matcher(output).results().forEach((row) -> shares.put(row.group(1), Double.parseDouble(row.group(2))));
		assertThat(shares).containsKey("gather");
		return longest(shares);
	}

	@Test
	void textAndPictureShowThatTheJobWaitedForItsTasks() {
		String text = telemetry("timeline", jobId());
		assertThat(text).contains(PHASES).contains("shelf x200");
		assertThat(longestOf(Pattern.compile("(?m)^ *(\\w+)\\b.*\\*(\\d+) %"), text)).isEqualTo("gather");
		String picture = telemetry("timeline", jobId(), "--format", "svg");
		assertThat(picture).contains(PHASES).contains("shelf x200");
		assertThat(picture).containsPattern(bar("gather", ORANGE))
			.doesNotContainPattern(bar("check", ORANGE))
			.doesNotContainPattern(bar("store", ORANGE));
		assertThat(longestOf(Pattern.compile("<g><title>(\\w+)(?:(?!</g>)[\\s\\S])*\\*(\\d+) %"), picture))
			.isEqualTo("gather");
		assertThat(telemetry("show", jobId())).containsPattern("CRITICAL PATH.*\\R.*gather");
		assertThat(telemetry("list")).contains("inventory");
	}

	@Test
	void thePageHasAllSpansAndThePieceThatTheJobWaitedFor() {
		String page = telemetry("timeline", jobId(), "--format", "html");
		int start = page.indexOf("id=\"data\">") + "id=\"data\">".length();
		List<Map<String, Object>> spans = children(
				JsonParserFactory.getJsonParser().parseMap(page.substring(start, page.indexOf("</script>", start))),
				"spans");
		assertThat(spans).hasSize(SPANS);
		assertThat(page).contains("The longest part of it was gather: ");
		Map<String, Double> waited = new TreeMap<>();
		spans.forEach((span) -> waited.merge((String) span.get("name"),
				children(span, "critical").stream()
					.mapToDouble((piece) -> ((Number) piece.get("durationMicros")).doubleValue())
					.sum(),
				Double::sum));
		assertThat(longest(waited)).isEqualTo("gather");
	}

	@Test
	void theTraceOfChromeHasAllSpansAndTheLongestPhase() {
		List<Map<String, Object>> events = children(
				JsonParserFactory.getJsonParser().parseMap(telemetry("export", jobId(), "--format", "chrome")),
				"traceEvents");
		List<Map<String, Object>> spans = events.stream().filter((event) -> "X".equals(event.get("ph"))).toList();
		assertThat(spans).hasSize(SPANS);
		Map<String, Double> lasted = new TreeMap<>();
		spans.stream()
			.filter((span) -> PHASES.contains((String) span.get("name")))
			.forEach((span) -> lasted.put((String) span.get("name"), ((Number) span.get("dur")).doubleValue()));
		assertThat(lasted).containsOnlyKeys(PHASES);
		assertThat(longest(lasted)).isEqualTo("gather");
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> children(Map<String, Object> map, String key) {
		return (List<Map<String, Object>>) map.getOrDefault(key, List.of());
	}

	/**
	 * It is a long way to each shelf.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class LongWay {

		@Bean
		TaskDecorator longWay() {
			return (task) -> () -> {
				LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
				task.run();
			};
		}

	}

}
