package dev.telemetry.autoconfigure;

import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

import dev.telemetry.autoconfigure.observation.ObservationScopes;
import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told of that no bean definition shows.
 */
class RuntimeHintsTests {

	private static final RuntimeHints HINTS = new RuntimeHints();

	@BeforeAll
	static void registerAll() {
		ClassLoader classLoader = RuntimeHintsTests.class.getClassLoader();
		List<RuntimeHintsRegistrar> registrars = SpringFactoriesLoader
			.forResourceLocation("META-INF/spring/aot.factories", classLoader)
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("dev.telemetry."))
			.toList();
		assertThat(registrars).hasSizeGreaterThan(5);
		registrars.forEach((registrar) -> registrar.registerHints(HINTS, classLoader));
		new ObservationScopes.Hints().registerHints(HINTS, classLoader);
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.opentelemetry.sdk.trace.SdkTracerProvider",
			"io.micrometer.prometheusmetrics.PrometheusMeterRegistry",
			"io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter", "ch.qos.logback.classic.LoggerContext",
			"org.apache.logging.log4j.core.LoggerContext", "reactor.core.publisher.Flux",
			"io.micrometer.observation.ObservationRegistry", "io.micrometer.core.annotation.Timed",
			"org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType" })
	void classesThatAreLookedForByNameAreFound(String name) {
		assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(name))).accepts(HINTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.jms.config.AbstractJmsListenerContainerFactory",
			"org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory",
			"org.springframework.amqp.rabbit.config.BaseRabbitListenerContainerFactory",
			"org.springframework.amqp.rabbit.connection.RabbitAccessor",
			"org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer" })
	void whatTheApplicationHasSetForItsListenersCanBeRead(String name) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(TypeReference.of(name))
			.withMemberCategory(MemberCategory.ACCESS_DECLARED_FIELDS)).accepts(HINTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.scheduling.config.Task$OutcomeTrackingRunnable",
			"org.springframework.scheduling.support.ScheduledMethodRunnable" })
	void whatIsAroundATaskCanBeLookedThrough(String name) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(TypeReference.of(name))
			.withMemberCategory(MemberCategory.ACCESS_DECLARED_FIELDS)).accepts(HINTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "META-INF/build-info.properties", "META-INF/spring-configuration-metadata.json",
			"dev/telemetry/autoconfigure/viewer/traces.html", "telemetry-events.properties",
			"META-INF/services/io.opentelemetry.sdk.common.export.HttpSenderProvider",
			"META-INF/services/io.opentelemetry.sdk.common.export.GrpcSenderProvider" })
	void filesAreThere(String resource) {
		assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(HINTS);
	}

	@Test
	void sendersCanBeMade() {
		for (Class<?> service : List.of(HttpSenderProvider.class, GrpcSenderProvider.class)) {
			assertThat(java.util.ServiceLoader.load(service)).isNotEmpty()
				.allSatisfy((sender) -> assertThat(RuntimeHintsPredicates.reflection()
					.onConstructorInvocation(sender.getClass().getDeclaredConstructor())).accepts(HINTS));
		}
	}

	@Test
	void laterMethodsOfTheJdksClientCanBeCalled() {
		List<Method> later = Arrays.stream(HttpClient.class.getDeclaredMethods())
			.filter((method) -> Set.of("shutdown", "shutdownNow", "awaitTermination", "isTerminated")
				.contains(method.getName()))
			.toList();
		assertThat(later).hasSize((Runtime.version().feature() >= 21) ? 4 : 0)
			.allSatisfy((method) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
				.accepts(HINTS));
		assertThat(RuntimeHintsPredicates.reflection().onType(HttpClient.class)).accepts(HINTS);
	}

	@Test
	void whatSpringKeepsToItselfCanBeRead() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(ScheduledMethodRunnable.class.getDeclaredField("observationRegistrySupplier")))
			.accepts(HINTS);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(KafkaTemplate.class.getDeclaredMethod("getObservationRegistry"))).accepts(HINTS);
	}

	@Test
	void annotationsOnOtherAnnotationsCanBeRead() {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(TimedJob.class)).accepts(HINTS);
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(TimedExternalCall.class)).accepts(HINTS);
	}

	@Test
	void theScopeOfMicrometerCanBeMade() {
		assertThat(HINTS.reflection()
			.getTypeHint(TypeReference.of("io.micrometer.observation.SimpleObservation$SimpleScope"))).isNotNull()
			.satisfies((type) -> assertThat(type.constructors())
				.anyMatch((constructor) -> constructor.getMode() == ExecutableMode.INVOKE));
	}

}
