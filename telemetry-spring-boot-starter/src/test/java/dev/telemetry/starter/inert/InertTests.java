package dev.telemetry.starter.inert;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.telemetry.starter.process.ClassPath;
import dev.telemetry.starter.process.Extent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * While the switch is off, an application with the starter is the application without it:
 * with actuator and Prometheus on its own class path.
 */
class InertTests {

	private static final int MORE_CLASSES = 150;

	/** What stands in for what applications inject, and what hides secrets. */
	private static final int MORE_BEANS = 20;

	private static final int MORE_CONFIGURATIONS = 8;

	/**
	 * Less than the smallest object, which has 16, and more than two runs of one
	 * application differ by, which is up to 5.
	 */
	private static final long NOISE_BYTES = 12;

	private static final ClassPath WITHOUT = ClassPath.of("org.springframework.boot:spring-boot-starter-webmvc",
			"org.springframework.boot:spring-boot-starter-actuator", "io.micrometer:micrometer-registry-prometheus");

	private static final ClassPath WITH = WITHOUT.with(ClassPath.STARTER);

	private static List<Pair> pairs = List.of();

	@BeforeAll
	@Timeout(value = 200, unit = TimeUnit.SECONDS)
	static void run() throws Exception {
		List<Pair> started = new ArrayList<>(List.of(pair("exposure unset", List.of())));
		if (Extent.isAll()) {
			started.add(pair("prometheus exposed", List.of("--management.endpoints.web.exposure.include=prometheus")));
		}
		pairs = started;
	}

	// Each on a core of its own.
	private static Pair pair(String name, List<String> properties) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			Future<Observed> without = executor.submit(() -> Observed.of(name + " without", WITHOUT, properties));
			Future<Observed> with = executor.submit(() -> Observed.of(name + " with", WITH, properties));
			return new Pair(name, without.get(90, TimeUnit.SECONDS), with.get(90, TimeUnit.SECONDS));
		}
		finally {
			executor.shutdownNow();
		}
	}

	static Stream<Pair> pairs() {
		return pairs.stream();
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void theSameThreadsRun(Pair pair) {
		for (String moment : List.of("threads at start", "threads after requests")) {
			assertThat(pair.with().facts(moment)).isNotEmpty().isEqualTo(pair.without().facts(moment));
		}
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void theLogIsTheSame(Pair pair) {
		assertThat(pair.with().log()).isNotEmpty().isEqualTo(pair.without().log());
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void responsesAreTheSame(Pair pair) {
		for (String path : List.of("/quiet/1", "/missing", "/actuator/health", "/actuator", "/actuator/prometheus")) {
			assertThat(pair.with().response(path)).startsWith("HTTP/1.1 ").isEqualTo(pair.without().response(path));
		}
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void hardlyMoreClassesAreLoaded(Pair pair) {
		assertThat(pair.with().median("classes")).isBetween(0L, pair.without().median("classes") + MORE_CLASSES);
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void hardlyMoreBeansAreDefined(Pair pair) {
		assertThat(pair.with().median("beans")).isBetween(0L, pair.without().median("beans") + MORE_BEANS);
		assertThat(pair.with().median("configurations")).isBetween(0L,
				pair.without().median("configurations") + MORE_CONFIGURATIONS);
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void aRequestAllocatesTheSame(Pair pair) {
		assertThat(pair.with().median("bytes")).isCloseTo(pair.without().median("bytes"), within(NOISE_BYTES));
	}

	/**
	 * The same application twice.
	 *
	 * @param name how both are configured
	 * @param without as it was
	 * @param with with the starter
	 */
	record Pair(String name, Observed without, Observed with) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
