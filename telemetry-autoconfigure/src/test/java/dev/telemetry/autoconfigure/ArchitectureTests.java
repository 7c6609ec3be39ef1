package dev.telemetry.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import dev.telemetry.autoconfigure.PublicApi.PublicType;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

	private static final String ROOT = "dev.telemetry.autoconfigure";

	private static final String[] SHARED = { ROOT + ".property..", ROOT + ".observation.." };

	private static final DescribedPredicate<JavaClass> CONCERN = resideInAPackage(ROOT + ".*..")
		.and(resideOutsideOfPackages(SHARED))
		.as("concerns");

	@Test
	void concernsDoNotUseEachOther() {
		SlicesRuleDefinition.slices()
			.matching(ROOT + ".(*)..")
			.should()
			.notDependOnEachOther()
			.ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(SHARED))
			.check(CLASSES);
	}

	@Test
	void theRootDoesNotUseTheConcerns() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat(CONCERN)
			.check(CLASSES);
	}

	@Test
	void whatAllShareUsesNothingElse() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(SHARED)
			.should()
			.dependOnClassesThat(CONCERN.or(resideInAPackage(ROOT)))
			.check(CLASSES);
	}

	/**
	 * Classes that use each other can only be understood together. An annotation names
	 * the condition that reads it.
	 */
	@Test
	void noClassesUseEachOtherInACircle() {
		SlicesRuleDefinition.slices()
			.assignedFrom(new TopLevelClasses())
			.should()
			.beFreeOfCycles()
			.ignoreDependency(DescribedPredicate.describe("annotations", JavaClass::isAnnotation),
					DescribedPredicate.alwaysTrue())
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

	/**
	 * An application may inject its only bean of such a type. Spring Cloud Function runs
	 * all beans that are functions.
	 */
	@Test
	void beansAreOfNoTypeThatTheJdkHasForAllPurposes() {
		for (Class<?> type : List.of(Function.class, BiFunction.class, Supplier.class, Consumer.class, BiConsumer.class,
				Runnable.class, Callable.class, Executor.class, ThreadFactory.class, CharSequence.class, Number.class,
				Collection.class, Map.class)) {
			ArchRuleDefinition.methods()
				.that()
				.areAnnotatedWith(Bean.class)
				.should()
				.notHaveRawReturnType(JavaClass.Predicates.assignableTo(type))
				.check(CLASSES);
		}
	}

	@Test
	void everyAutoConfigurationIsRegistered() {
		assertThat(CLASSES.stream()
			.filter((candidate) -> candidate.isAnnotatedWith(AutoConfiguration.class))
			.map((candidate) -> candidate.getName())).containsExactlyInAnyOrderElementsOf(AutoConfigurations.names());
	}

	/**
	 * A public type is part of the public API, or says that it is not: a type that is new
	 * has to be one or the other.
	 */
	@Test
	void everyPublicTypeIsListedOrInternal() throws IOException {
		String page = Files.readString(PublicApi.page());
		assertThat(PublicApi.types()).isNotEmpty()
			.filteredOn((type) -> type.isInternal() == page.contains("`" + type.simpleName() + "`"))
			.extracting(PublicType::name)
			.as("add to the javadoc \"%s\", or write docs/api.md again (PublicApiTests)", PublicApi.INTERNAL)
			.isEmpty();
	}

	/**
	 * Nested classes count as the one around them.
	 */
	private static final class TopLevelClasses implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return SliceIdentifier.of(type.getName().split("\\$", 2)[0]);
		}

		@Override
		public String getDescription() {
			return "top-level classes";
		}

	}

}
