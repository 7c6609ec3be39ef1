package dev.telemetry.starter.matrix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.telemetry.starter.application.Run;
import dev.telemetry.starter.application.RunOutput;
import dev.telemetry.starter.application.UserBeans;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real applications with real class paths, in each state of the switch.
 */
class MatrixTests {

	private static final Path PAGE = Path.of("..", "docs", "coexistence.md");

	/**
	 * Warns in the same application without us as well: here nobody receives meters.
	 */
	private static final String NO_RECEIVER = "i.m.registry.otlp.OtlpMeterRegistry";

	/** How Micrometer says that a meter is there already. */
	private static final String REGISTERED_TWICE = " has been already registered ";

	/**
	 * What Spring Boot measures of a child, with the names and in the registry of its
	 * parent, without us as well.
	 */
	private static final Pattern MEASURED_BY_SPRING_BOOT = Pattern
		.compile(REGISTERED_TWICE + "\\(MeterId\\{name='(application|executor|tomcat)\\.");

	private static List<Result> results = List.of();

	@BeforeAll
	@Timeout(value = 300, unit = TimeUnit.SECONDS)
	static void run() throws Exception {
		try (Matrix matrix = new Matrix()) {
			results = matrix.run(Variants.triedGroups());
		}
	}

	static Stream<Result> all() {
		return results.stream();
	}

	static Stream<Result> web() {
		return all().filter((result) -> result.output().facts().containsKey("statuses"));
	}

	static Stream<Result> exporting(String bean) {
		return all().filter((result) -> result.state().exports())
			.filter((result) -> result.variant().name().equals("`" + bean + "` bean"));
	}

	@ParameterizedTest
	@MethodSource("all")
	void everyApplicationStarts(Result result) {
		assertThat(result.output().isStarted()).as(String.valueOf(result.output().facts())).isTrue();
	}

	@ParameterizedTest
	@MethodSource("all")
	void atMostOneWarningIsOurs(Result result) {
		assertThat(result.output().warnings(true)).hasSizeLessThanOrEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource("all")
	void nobodyElseWarnsBecauseOfUs(Result result) {
		assertThat(result.output().warnings(false)).allMatch((warning) -> RunOutput.logger(warning).equals(NO_RECEIVER)
				|| MEASURED_BY_SPRING_BOOT.matcher(warning).find());
	}

	@ParameterizedTest
	@MethodSource("all")
	void noMeterOfOursIsRegisteredTwice(Result result) {
		assertThat(result.output().lines()).filteredOn((line) -> line.contains(REGISTERED_TWICE))
			.allMatch((line) -> MEASURED_BY_SPRING_BOOT.matcher(line).find());
	}

	@ParameterizedTest
	@MethodSource("web")
	void everyRequestIsServed(Result result) {
		assertThat(result.output().facts()).containsEntry("statuses", "200 200");
		assertThat(result.output().number("answered")).isEqualTo(Run.REQUESTS);
	}

	@ParameterizedTest
	@MethodSource("all")
	void noRequestHasTwoServerSpans(Result result) {
		assertThat(result.spansOfRequests()).as("%s", result.received(result.marker())).allMatch((spans) -> spans <= 1);
	}

	static Stream<Result> tracedByOthers() {
		return web().filter((result) -> !result.state().makesTraces())
			.filter((result) -> Variants.TRACED_BY_OTHERS.contains(result.variant().name()));
	}

	@ParameterizedTest
	@MethodSource("tracedByOthers")
	void whileWeMakeNoTracesThoseOfOthersAreLeftAlone(Result result) {
		assertThat(result.spansOfRequests()).containsOnly(1L);
	}

	@ParameterizedTest
	@MethodSource("all")
	void noRequestIsSeenTwiceByABean(Result result) {
		assertThat(result.output().number("seen")).isIn(0, Run.REQUESTS);
	}

	@ParameterizedTest
	@MethodSource("web")
	void everyRequestIsMeasuredOnceWhereverThereIsAScrape(Result result) {
		int expected = ("200".equals(result.output().facts().get("scrape"))) ? Run.REQUESTS : 0;
		assertThat(result.output().number("measured")).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("all")
	void tracersCanBeInjected(Result result) {
		assertThat(result.output().facts()).allSatisfy((name, value) -> {
			if (name.startsWith("bean.")) {
				assertThat(value).as(name).isIn("true", "no class");
			}
		});
	}

	static Stream<Result> exportingSampler() {
		return exporting("Sampler");
	}

	@ParameterizedTest
	@MethodSource("exportingSampler")
	void aSamplerOfTheUserDropsTraces(Result result) {
		assertThat(result.spansOfRequests()).containsOnly(0L);
	}

	static Stream<Result> exportingPredicate() {
		return exporting("SpanExportingPredicate");
	}

	@ParameterizedTest
	@MethodSource("exportingPredicate")
	void aPredicateOfTheUserKeepsSpansFromBeingExported(Result result) {
		assertThat(result.spansOfRequests()).containsOnly(0L);
	}

	static Stream<Result> exportingFilter() {
		return exporting("SpanFilter");
	}

	@ParameterizedTest
	@MethodSource("exportingFilter")
	void aFilterOfTheUserChangesSpans(Result result) {
		assertThat(result.received(result.marker())).extracting(ReceivedSpan::name)
			.containsOnly(UserBeans.FILTERED)
			.hasSize(Run.REQUESTS);
	}

	static Stream<Result> exportingBesideABean() {
		return Stream.of("SpanExporter", "SpanProcessor").flatMap(MatrixTests::exporting);
	}

	@ParameterizedTest
	@MethodSource("exportingBesideABean")
	void anExporterOrProcessorOfTheUserSeesWhatIsExported(Result result) {
		assertThat(result.output().number("seen")).isEqualTo(Run.REQUESTS);
		assertThat(result.spansOfRequests()).containsOnly(1L);
	}

	static Stream<Result> makingSpansWithABean() {
		return exporting("OpenTelemetry");
	}

	@ParameterizedTest
	@MethodSource("makingSpansWithABean")
	void anOpenTelemetryOfTheUserMakesTheSpans(Result result) {
		assertThat(result.output().number("seen")).isEqualTo(Run.REQUESTS);
	}

	static Stream<Result> measuredByAConvention() {
		return web().filter((result) -> result.variant().name().equals(Variants.CONVENTION))
			.filter((result) -> result.output().number("measured") > 0);
	}

	@ParameterizedTest
	@MethodSource("measuredByAConvention")
	void aConventionOfTheUserNamesWhatIsMeasured(Result result) {
		assertThat(result.output().facts()).containsEntry("convention", "true");
	}

	@Test
	void theTableOfThePageIsUpToDate() throws Exception {
		String page = Files.readString(PAGE);
		String expected = new MatrixTable(results).replaceIn(page);
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.writeString(PAGE, expected);
		}
		assertThat(Files.readString(PAGE))
			.as("docs/coexistence.md is stale: run mvn -pl telemetry-spring-boot-starter -am verify "
					+ "-Dtelemetry.docs.write=true")
			.isEqualTo(expected);
	}

}
