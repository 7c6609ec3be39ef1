package dev.telemetry.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.telemetry.autoconfigure.PublicApi.PublicType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications may use is listed, and is all they need. To write the list again:
 * {@code mvn -pl telemetry-autoconfigure -am verify -Dtelemetry.docs.write=true}.
 */
class PublicApiTests {

	private final List<PublicType> types = PublicApi.types();

	@Test
	void thePageIsUpToDate() throws IOException {
		String page = PublicApi.written();
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.writeString(PublicApi.page(), page);
		}
		assertThat(Files.readString(PublicApi.page()))
			.as("docs/api.md is stale: run mvn -pl telemetry-autoconfigure -am verify -Dtelemetry.docs.write=true")
			.isEqualTo(page);
	}

	@Test
	void everyPublicTypeSaysSinceWhen() {
		assertThat(this.types).isNotEmpty()
			.filteredOn((type) -> !type.javadoc().contains("@since "))
			.extracting(PublicType::name)
			.isEmpty();
	}

	@Test
	void nothingThatTestsOfApplicationsUseIsInternal() {
		assertThat(this.types).filteredOn((type) -> type.module().equals("telemetry-test"))
			.isNotEmpty()
			.noneMatch(PublicType::isInternal);
	}

	@Test
	void thePublicApiShowsNoInternalTypes() {
		Set<String> usable = this.types.stream()
			.filter((type) -> !type.isInternal())
			.map(PublicType::name)
			.collect(Collectors.toSet());
		Set<String> shown = new TreeSet<>();
		usable.forEach((name) -> typesShownBy(load(name)).map(PublicApiTests::outermost)
			.filter((type) -> type.getName().startsWith("dev.telemetry.") && !usable.contains(type.getName()))
			.forEach((type) -> shown.add(name + " shows " + type.getName())));
		assertThat(shown).isEmpty();
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<Class<?>> typesShownBy(Class<?> type) {
		Stream<Executable> executables = Stream.concat(Arrays.stream(type.getDeclaredMethods()),
				Arrays.stream(type.getDeclaredConstructors()));
		Stream<Class<?>> ofExecutables = executables.filter((executable) -> isVisible(executable.getModifiers()))
			.flatMap(PublicApiTests::typesOf);
		Stream<Class<?>> ofFields = Arrays.stream(type.getDeclaredFields())
			.filter((field) -> isVisible(field.getModifiers()))
			.map(Field::getType);
		Stream<Class<?>> ofMembers = Arrays.stream(type.getDeclaredClasses())
			.filter((member) -> isVisible(member.getModifiers()))
			.flatMap(PublicApiTests::typesShownBy);
		return Stream.of(ofExecutables, ofFields, ofMembers).flatMap((shown) -> shown);
	}

	private static boolean isVisible(int modifiers) {
		return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
	}

	private static Stream<Class<?>> typesOf(Executable executable) {
		Stream<Class<?>> parameters = Arrays.stream(executable.getParameterTypes());
		return (executable instanceof Method method) ? Stream.concat(parameters, Stream.of(method.getReturnType()))
				: parameters;
	}

	private static Class<?> outermost(Class<?> type) {
		Class<?> outer = (type.isArray()) ? type.getComponentType() : type;
		while (outer.getDeclaringClass() != null) {
			outer = outer.getDeclaringClass();
		}
		return outer;
	}

}
