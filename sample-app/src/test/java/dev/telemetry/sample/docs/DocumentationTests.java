package dev.telemetry.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;

import dev.telemetry.sample.ShopApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages show works: each YAML snippet starts the shop, and each property that is
 * named exists.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern PROPERTY = Pattern.compile("`(telemetry\\.[a-z][a-z.-]*)`");

	private static final Pattern METADATA_NAME = Pattern.compile("\"name\": \"(telemetry[a-z.-]*)\"");

	/** Names in the pages that are no properties. */
	private static final Set<String> OTHER_NAMES = Set.of("telemetry.internal.failures", "telemetry.context.leaks",
			"telemetry.privacy.failures", "telemetry.privacy.redactions", "telemetry.metrics", "telemetry.http",
			"telemetry.otel", "telemetry.sampling.reason", "telemetry.sampling.dry_run", "telemetry.sampling.traces",
			"telemetry.sampling.refused", "telemetry.sampling.spans", "telemetry.sampling.spans.held",
			"telemetry.trace.truncated", "telemetry.keep", "telemetry.spans.handed.over", "telemetry.spans.exported",
			"telemetry.spans.dropped", "telemetry.spans.queued", "telemetry.spans.spooled",
			"telemetry.spans.queue.capacity", "telemetry.export.duration", "telemetry.export.breaker",
			"telemetry.data_loss", "telemetry.data_loss.spans", "telemetry.data_loss.queue_full",
			"telemetry.spans.queued.size", "telemetry.spans.queue.max.size", "telemetry.logs.captured",
			"telemetry.logs.waiting", "telemetry.logs.left.out", "telemetry.logs.put.back",
			"telemetry.logs.handed.over", "telemetry.logs.exported", "telemetry.logs.dropped", "telemetry.logs.queued",
			"telemetry.logs.queue.capacity", "telemetry.logs.queued.size", "telemetry.logs.queue.max.size",
			"telemetry.logs", "telemetry.sampling.slow.threshold", "telemetry.control.changes", "telemetry.traceparent",
			"telemetry.control.active", "telemetry.sampling.job.ratio", "telemetry.sampling.dry.run",
			"telemetry.sampling.keep.errors", "telemetry.sampling.target.traces.per.minute", "telemetry.worker.lines",
			"telemetry.worker.clamped", "telemetry.worker.unknown.events", "telemetry.worker.queued.size",
			"telemetry.worker.queue.max.size", "telemetry.workers.running", "telemetry.events.left.out",
			"telemetry.export.sent", "telemetry.job.reports", "telemetry.budget.spans.per.minute",
			"telemetry.budget.bytes.per.minute", "telemetry.series");

	private static final Pattern VARIABLE = Pattern.compile("\\bTELEMETRY_[A-Z_]+");

	private static final String HEADERS_VARIABLE = "TELEMETRY_OTEL_HEADERS_";

	/** Read by the command line, not by applications. */
	private static final String REPORTS_VARIABLE = "TELEMETRY_REPORT_DIR";

	private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

	private static final Pattern TYPE = Pattern.compile("`((?:dev|io|org)\\.[a-z0-9.]+\\.[A-Z]\\w+)`");

	private static final String FLIGHT_RECORDER_EVENT = "dev.telemetry.KeptTrace";

	private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

	// Of Gradle and of Maven, with a version or without.
	private static final Pattern COORDINATES = Pattern
		.compile("\\bdev\\.telemetry:([a-z-]+)(?::([0-9A-Z.-]+))?|<groupId>dev\\.telemetry</groupId>\\s*"
				+ "<artifactId>([a-z-]+)</artifactId>(?:\\s*<version>([^<]+)</version>)?");

	@TempDir
	private Path folder;

	@TestFactory
	Stream<DynamicTest> everyYamlSnippetStartsTheShop() {
		List<Snippet> snippets = pages().flatMap(Snippet::of).toList();
		assertThat(snippets).isNotEmpty();
		return Snippet.together(snippets)
			.stream()
			.map((group) -> DynamicTest.dynamicTest(group.toString(), () -> start(group)));
	}

	private void start(List<Snippet> snippets) throws IOException {
		List<String> files = new ArrayList<>();
		for (Snippet snippet : snippets) {
			files.add(Files.writeString(this.folder.resolve(files.size() + ".yml"), snippet.yaml()).toUri().toString());
		}
		SpringApplication application = new SpringApplication(ShopApplication.class);
		application.setDefaultProperties(
				Map.of("telemetry.enabled", "true", "OTLP_TOKEN", "token", "shop.stock.reconcile-every", "1h"));
		// Pages name directories that are not to be made here.
		try (ConfigurableApplicationContext context = application.run("--server.port=0",
				"--spring.config.location=" + String.join(",", files),
				"--telemetry.otel.file.path=" + this.folder.resolve("traces.jsonl"),
				"--telemetry.export.spool.directory=" + this.folder.resolve("spool"))) {
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void everyPropertyThatAPageNamesExists() throws IOException {
		Set<String> known = propertiesOfTheMetadata();
		assertThat(known).contains("telemetry.enabled");
		List<String> unknown = new ArrayList<>();
		// A changelog also names what is gone, and names.md is about what is no property.
		pages().filter((page) -> !page.endsWith("CHANGELOG.md") && !page.endsWith("names.md"))
			.forEach((page) -> PROPERTY.matcher(read(page))
				.results()
				.map((result) -> result.group(1))
				.filter((name) -> !known.contains(name) && !OTHER_NAMES.contains(name))
				.forEach((name) -> unknown.add(page + " " + name)));
		assertThat(unknown).isEmpty();
	}

	@Test
	void everyVariableThatAPageNamesIsAProperty() throws IOException {
		Set<String> known = propertiesOfTheMetadata().stream()
			.map((name) -> name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT))
			.collect(Collectors.toSet());
		List<String> unknown = new ArrayList<>();
		pages().forEach((page) -> VARIABLE.matcher(read(page))
			.results()
			.map(MatchResult::group)
			.filter((name) -> !known.contains(name) && !name.startsWith(HEADERS_VARIABLE)
					&& !name.equals(REPORTS_VARIABLE))
			.forEach((name) -> unknown.add(page + " " + name)));
		assertThat(unknown).isEmpty();
	}

	@Test
	void dependenciesInThePagesAreWhatIsPublished() {
		String pom = read(ROOT.resolve("pom.xml"));
		String version = pom.replaceAll("(?s).*?<artifactId>telemetry-parent</artifactId>\\s*<version>([^<]+)<.*",
				"$1");
		List<MatchResult> coordinates = pages().flatMap((page) -> COORDINATES.matcher(read(page)).results()).toList();
		assertThat(coordinates).hasSizeGreaterThan(3).allSatisfy((found) -> {
			String artifact = (found.group(1) != null) ? found.group(1) : found.group(3);
			assertThat(read(ROOT.resolve(artifact).resolve("pom.xml"))).contains("<artifactId>" + artifact + "<")
				.doesNotContain("<maven.deploy.skip>");
			assertThat((found.group(2) != null) ? found.group(2) : found.group(4)).isIn(null, version);
		});
	}

	@Test
	void everyTypeThatAPageNamesInFullExists() {
		assertThat(pages().flatMap((page) -> TYPE.matcher(read(page)).results().map((type) -> type.group(1))))
			.isNotEmpty()
			.allMatch((name) -> name.equals(FLIGHT_RECORDER_EVENT) || ClassUtils.isPresent(name, null));
	}

	@Test
	void everyLinkLeadsToAFileAndToAHeading() {
		List<String> broken = new ArrayList<>();
		pages().forEach((page) -> LINK.matcher(read(page)).results().forEach((link) -> {
			Path target = (link.group(1).isEmpty()) ? page : page.resolveSibling(link.group(1)).normalize();
			if (!Files.exists(target) || (link.group(2) != null && !anchors(target).contains(link.group(2)))) {
				broken.add(page + " " + link.group());
			}
		}));
		assertThat(broken).isEmpty();
	}

	// As they are made where the pages are usually read.
	private static Set<String> anchors(Path page) {
		return HEADING.matcher(read(page))
			.results()
			.map((heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'))
			.collect(Collectors.toSet());
	}

	private static Set<String> propertiesOfTheMetadata() throws IOException {
		Set<String> names = new TreeSet<>();
		for (Resource resource : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
			String metadata = new String(resource.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			names.addAll(METADATA_NAME.matcher(metadata)
				.results()
				.map((result) -> result.group(1))
				.collect(Collectors.toSet()));
		}
		return names;
	}

	private static Stream<Path> pages() {
		return Stream.of(".", "docs", "sample-app", "deploy", "telemetry-test")
			.map(ROOT::resolve)
			.flatMap(DocumentationTests::list)
			.filter((page) -> page.toString().endsWith(".md"))
			.sorted();
	}

	private static Stream<Path> list(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String read(Path page) {
		try {
			return Files.readString(page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
