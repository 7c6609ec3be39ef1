package dev.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rooms of the house, and which may lean on which.
 */
class ArchitectureTests {

	private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(room("names"), room("health"),
			room("privacy"), room("decision"), room("text"), room("control"),
			room("record", "names", "health", "decision", "text", "control"),
			room("context", "names", "decision", "text"), room("sampling", "names", "health", "decision", "control"),
			room("export", "names", "health", "privacy", "export.otlp", "export.disk"),
			room("report", "names", "health", "privacy", "decision", "record", "text", "export.disk"),
			room("export.otlp", "names", "health"), room("export.local", "names", "health", "export.disk", "text"),
			room("export.disk", "names", "health"), room("metrics", "record", "decision", "names", "health"),
			room("logs", "names", "health", "decision", "context", "text", "control"),
			room("logs.logback", "names", "logs"), room("logs.log4j2", "names", "logs"),
			room("view", "names", "health", "text"),
			room("worker", "record", "context", "control", "names", "health", "decision"),
			room("request", "record", "decision", "names", "health", "control"),
			room("servlet", "request", "record", "context", "decision", "names", "health", "control"));

	private static final String[] HOT = { "dev.telemetry.servlet..", "dev.telemetry.request..",
			"dev.telemetry.record..", "dev.telemetry.context..", "dev.telemetry.sampling..", "dev.telemetry.decision..",
			"dev.telemetry.logs.." };

	private static final List<String> TWINS = List.of("record.NoopRecorder, record.TelemetryRecorder",
			"worker.NoopWorkers, worker.Workers");

	private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

	@TestFactory
	Iterable<DynamicTest> packagesUseOnlyThoseTheyMay() {
		return MAY_USE.entrySet()
			.stream()
			.map((room) -> DynamicTest.dynamicTest(room.getKey(), () -> checkUses(room.getKey(), room.getValue())))
			.toList();
	}

	private void checkUses(String room, Set<String> mayUse) {
		String[] forbidden = MAY_USE.keySet()
			.stream()
			.filter((other) -> !other.equals(room) && !mayUse.contains(other))
			.map(ArchitectureTests::packageOf)
			.toArray(String[]::new);
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(packageOf(room))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(forbidden)
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	private static String packageOf(String room) {
		return "dev.telemetry." + room;
	}

	private static Map.Entry<String, Set<String>> room(String name, String... mayUse) {
		return Map.entry(name, Set.of(mayUse));
	}

	@Test
	void everyPackageIsARoomOfTheHouse() {
		String[] rooms = MAY_USE.keySet().stream().map(ArchitectureTests::packageOf).toArray(String[]::new);
		ArchRuleDefinition.classes().should().resideInAnyPackage(rooms).check(CLASSES);
	}

	@TestFactory
	Iterable<DynamicTest> thePageAboutTheArchitectureSaysTheSame() throws IOException {
		List<String> page = Files.readAllLines(Path.of("..", "docs", "architecture.md"));
		return MAY_USE.keySet()
			.stream()
			.map((room) -> DynamicTest.dynamicTest(room,
					() -> assertThat(page).as("docs/architecture.md has to have the package %s", room)
						.filteredOn((line) -> line.startsWith("| `" + room + "` |"))
						.singleElement()
						.asString()
						.endsWith("| " + used(room) + "|")))
			.toList();
	}

	private static String used(String room) {
		return MAY_USE.get(room).stream().sorted().map((used) -> "`" + used + "`").collect(Collectors.joining(", "))
				+ ((MAY_USE.get(room).isEmpty()) ? "" : " ");
	}

	@Test
	void thereAreNoCycles() {
		SlicesRuleDefinition.slices().matching("dev.telemetry.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	/**
	 * Beside an interface and its no-op twin, which have to know each other. Classes that
	 * use each other can only be understood together.
	 */
	@Test
	void noClassesUseEachOtherInACircle() {
		assertThat(ClassCycles.of(CLASSES)).containsExactlyElementsOf(TWINS);
	}

	@Test
	void springIsNotUsed() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.check(CLASSES);
	}

	@Test
	void onlyMetricsSeesMicrometer() {
		noneOutside("dev.telemetry.metrics..", "io.micrometer..");
	}

	@Test
	void onlyServletSeesTheServletApi() {
		noneOutside("dev.telemetry.servlet..", "jakarta.servlet..");
	}

	@Test
	void onlyThoseWhoCaptureLogsSeeALoggingSystem() {
		noneOutside("dev.telemetry.logs.logback..", "ch.qos.logback..");
		noneOutside("dev.telemetry.logs.log4j2..", "org.apache.logging..");
	}

	@Test
	void theFilterDoesWithoutTheSdkWhereOnlyMetricsAreWanted() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage("dev.telemetry.servlet..", "dev.telemetry.request..", "dev.telemetry.record..",
					"dev.telemetry.metrics..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.opentelemetry.sdk..")
			.check(CLASSES);
	}

	private void noneOutside(String room, String library) {
		ArchRuleDefinition.noClasses()
			.that(resideOutsideOfPackages(room))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(library)
			.check(CLASSES);
	}

	@Test
	void nobodyUsesInternalsOfOpenTelemetry() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.opentelemetry..internal..")
			.check(CLASSES);
	}

	@Test
	void hotPackagesUseNoStreamsOptionalsOrFormats() {
		ArchRuleDefinition.noClasses()
			.that(resideInAnyPackage(HOT))
			.should()
			.dependOnClassesThat(DescribedPredicate.or(resideInAnyPackage("java.util.stream.."),
					JavaClass.Predicates.type(Optional.class)))
			.orShould()
			.callMethod(String.class, "format", String.class, Object[].class)
			.orShould()
			.callMethod(String.class, "formatted", Object[].class)
			.check(CLASSES);
	}

	@Test
	void hotPackagesHaveNoSynchronizedMethods() {
		ArchRuleDefinition.noMethods()
			.that()
			.areDeclaredInClassesThat(resideInAnyPackage(HOT))
			.should()
			.haveModifier(JavaModifier.SYNCHRONIZED)
			.check(CLASSES);
	}

	@Test
	void hotPackagesLogOnlyWhereFailuresEnd() {
		ArchRuleDefinition.noClasses()
			.that(resideInAnyPackage(HOT))
			.and()
			.doNotHaveSimpleName("InternalFailures")
			// Sees loggers to put an appender on them.
			.and()
			.resideOutsideOfPackage("dev.telemetry.logs.logback..")
			.should()
			.dependOnClassesThat()
			.areAssignableTo(Logger.class)
			.check(CLASSES);
	}

}
