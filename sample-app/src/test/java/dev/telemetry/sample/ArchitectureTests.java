package dev.telemetry.sample;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.telemetry.record.JobTrace;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;
import dev.telemetry.worker.Worker;
import dev.telemetry.worker.Workers;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;

/**
 * The shop uses nothing that other applications could not use, and its features know no
 * more of each other than they need.
 */
class ArchitectureTests {

	private static final Map<String, Set<String>> MAY_USE = Map.of("catalog", Set.of(), "database", Set.of(), "demo",
			Set.of("partner", "pricing"), "job", Set.of("catalog", "order", "pricing"), "order",
			Set.of("catalog", "pricing", "scoring"), "partner", Set.of(), "pricing", Set.of(), "report", Set.of(),
			"scoring", Set.of(), "w3c", Set.of());

	private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

	@Test
	void theShopUsesNothingOfTelemetryButTheRecorderAndWorkers() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat(
					resideInAPackage("dev.telemetry..").and(resideOutsideOfPackage("dev.telemetry.sample.."))
						.and(not(belongToAnyOf(TelemetryRecorder.class, Operation.class, Recording.class,
								TimedJob.class, JobTrace.class, TimedExternalCall.class, Workers.class, Worker.class))))
			.check(CLASSES);
	}

	@TestFactory
	Iterable<DynamicTest> featuresUseOnlyThoseTheyMay() {
		return MAY_USE.entrySet()
			.stream()
			.map((entry) -> DynamicTest.dynamicTest(entry.getKey(), () -> checkUses(entry.getKey(), entry.getValue())))
			.toList();
	}

	private void checkUses(String feature, Set<String> mayUse) {
		String[] forbidden = MAY_USE.keySet()
			.stream()
			.filter((other) -> !other.equals(feature) && !mayUse.contains(other))
			.map(ArchitectureTests::packageOf)
			.toArray(String[]::new);
		ArchRuleDefinition.noClasses()
			.that(resideInAPackage(packageOf(feature)))
			.should()
			.dependOnClassesThat(resideInAnyPackage(forbidden))
			.check(CLASSES);
	}

	@Test
	void everyPackageIsAFeatureThatIsKnown() {
		String[] features = MAY_USE.keySet().stream().map(ArchitectureTests::packageOf).toArray(String[]::new);
		ArchRuleDefinition.classes()
			.that(resideOutsideOfPackage("dev.telemetry.sample"))
			.should()
			.resideInAnyPackage(features)
			.check(CLASSES);
	}

	private static String packageOf(String feature) {
		return "dev.telemetry.sample." + feature + "..";
	}

}
