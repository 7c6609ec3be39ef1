package dev.telemetry.starter.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The classes that are loaded beside the start are those that the start needs. To write
 * their names anew:
 * {@code mvn -pl telemetry-spring-boot-starter -am verify -Dtelemetry.docs.write=true}.
 */
class PreloadedClassesTests {

	private static final Path LIST = Path.of("..", "telemetry-autoconfigure", "src", "main", "resources", "dev",
			"telemetry", "autoconfigure", "preloaded-classes.txt");

	/** One JDK needs some that another one does not. */
	private static final double NEARLY_ALL = 0.95;

	private static final String HOW_TO_WRITE = "preloaded-classes.txt is stale: run "
			+ "mvn -pl telemetry-spring-boot-starter -am verify -Dtelemetry.docs.write=true";

	private static final int MANY = 50;

	private static final int MOST_CLASSES = 3900;

	private static final int MOST_BEANS = 460;

	private static final int MOST_CONFIGURATIONS = 150;

	private static Set<String> needed = Set.of();

	private static Map<String, Integer> defined = Map.of();

	private static Set<String> byTheStartAlone = Set.of();

	private static List<String> preloaded = List.of();

	@BeforeAll
	@Timeout(value = 90, unit = TimeUnit.SECONDS)
	static void start() throws Exception {
		LoadedClasses alone = LoadedClasses.ofStart("alone", "-Dspring.backgroundpreinitializer.ignore=true");
		needed = alone.afterTheEnvironment();
		defined = alone.defined();
		byTheStartAlone = alone.byTheStart();
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.write(LIST, needed);
		}
		preloaded = Files.readAllLines(LIST);
	}

	@Test
	void nearlyAllThatAreNeededAreLoadedBesideTheStart() {
		assertThat(share(needed, preloaded)).as(HOW_TO_WRITE).isGreaterThan(NEARLY_ALL);
	}

	@Test
	void nearlyAllThatAreLoadedBesideTheStartAreNeeded() {
		assertThat(share(preloaded, needed)).as(HOW_TO_WRITE).isGreaterThan(NEARLY_ALL);
	}

	/**
	 * What a start costs grows with these. To add to them is to say why.
	 */
	@Test
	void aStartLoadsAndDefinesNoMoreThanItDid() {
		assertThat(needed).hasSizeBetween(MOST_CLASSES / 2, MOST_CLASSES);
		assertThat(defined.get("beans")).isBetween(MOST_BEANS / 2, MOST_BEANS);
		assertThat(defined.get("configurations")).isBetween(MOST_CONFIGURATIONS / 2, MOST_CONFIGURATIONS);
	}

	@Test
	void nothingIsTracedToFindOutWhetherJarsOfOneReleaseFitEachOther() {
		assertThat(needed).isNotEmpty().doesNotContain("io.opentelemetry.api.metrics.DefaultMeter");
	}

	@Test
	void whatLooksForSecretsWaitsForTheFirstText() {
		assertThat(needed).isNotEmpty()
			.doesNotContain("dev.telemetry.privacy.SecretScanner", "dev.telemetry.privacy.CardDetector");
	}

	@Test
	void nothingOfTheViewerIsLoadedUnlessItIsSwitchedOn() {
		assertThat(needed).isNotEmpty()
			.noneMatch((name) -> name.startsWith("dev.telemetry.view.")
					|| name.startsWith("dev.telemetry.autoconfigure.viewer."));
	}

	@Test
	@Timeout(value = 90, unit = TimeUnit.SECONDS)
	void theStartIsLeftWithFewer() throws Exception {
		assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "a single processor loads them in one thread");
		assertThat(LoadedClasses.ofStart("beside").byTheStart()).hasSizeLessThan(byTheStartAlone.size() - MANY);
	}

	private static double share(Collection<String> of, Collection<String> in) {
		return (double) of.stream().filter(new HashSet<>(in)::contains).count() / of.size();
	}

}
