package dev.telemetry.autoconfigure;

import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

	@Test
	void concernsDoNotUseEachOther() {
		SlicesRuleDefinition.slices()
			.matching("dev.telemetry.autoconfigure.(*)..")
			.should()
			.notDependOnEachOther()
			.check(CLASSES);
	}

	@Test
	void theRootDoesNotUseTheConcerns() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage("dev.telemetry.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.telemetry.autoconfigure.*..")
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
	void autoConfigurationsArePublicAndFinal() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		ArchRuleDefinition.methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(CLASSES);
	}

	@Test
	void everyAutoConfigurationIsRegistered() {
		assertThat(CLASSES.stream()
			.filter((candidate) -> candidate.isAnnotatedWith(AutoConfiguration.class))
			.map((candidate) -> candidate.getName())).containsExactlyInAnyOrderElementsOf(AutoConfigurations.names());
	}

}
