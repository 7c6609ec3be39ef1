package dev.telemetry.autoconfigure.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.decision.RequestMeter;
import dev.telemetry.names.MeterNames;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that have others below or beside them, opened and closed in any order.
 */
@NoTelemetryLeaks
@ExtendWith(OutputCaptureExtension.class)
class ContextHierarchyTests {

	private final OtlpReceiver receiver = OtlpReceiver.http();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private CapturedOutput output;

	@BeforeEach
	void capture(CapturedOutput output) {
		this.output = output;
	}

	@AfterEach
	void close() {
		for (int i = this.contexts.size() - 1; i >= 0; i--) {
			this.contexts.get(i).close();
		}
		this.receiver.close();
	}

	@Test
	void theExportOfAParentOutlivesItsChildren() {
		ConfigurableApplicationContext parent = run(null);
		ConfigurableApplicationContext first = run(parent);
		record(parent, "before");
		record(first, "in the first child");
		first.close();
		record(parent, "between");
		ConfigurableApplicationContext second = run(parent);
		record(second, "in the second child");
		second.close();
		record(parent, "after");
		parent.close();
		assertThat(names()).containsExactly("before", "in the first child", "between", "in the second child", "after");
	}

	@Test
	void ofTwoChildrenOneGoesOnWhenTheOtherIsClosed() {
		ConfigurableApplicationContext parent = run(null);
		ConfigurableApplicationContext first = run(parent);
		ConfigurableApplicationContext second = run(parent);
		first.close();
		record(second, "in the other");
		parent.close();
		assertThat(names()).containsExactly("in the other");
	}

	@Test
	void aGrandchildGoesOnWhenNothingButItIsTraced() {
		ConfigurableApplicationContext parent = run(null);
		ConfigurableApplicationContext grandchild = run(run(parent));
		record(grandchild, "deep");
		grandchild.close();
		record(parent, "after");
		parent.close();
		assertThat(names()).containsExactly("deep", "after");
	}

	@Test
	void aChildThatOutlivesItsParentHurtsNobody() {
		ConfigurableApplicationContext parent = run(null);
		AnnotationConfigApplicationContext orphan = named(parent, Application.class);
		Tracer tracer = orphan.getBean(Tracer.class);
		record(orphan, "while it lives");
		parent.close();
		tracer.spanBuilder("too late").startSpan().end();
		assertThat(names()).containsExactly("while it lives");
	}

	@Test
	void aChildMakesNothingThatItsParentHas() {
		ConfigurableApplicationContext child = run(run(null));
		assertThat(child.getBeanFactory().getBeanNamesForType(SpanProcessor.class)).isEmpty();
		assertThat(BeanFactoryUtils.beansOfTypeIncludingAncestors(child, BatchSpanProcessor.class)).isEmpty();
	}

	@Test
	void childrenCountTheirRequestsTogether() {
		ConfigurableApplicationContext parent = run(null);
		ConfigurableApplicationContext first = run(parent);
		RequestMeter meter = first.getBean(RequestMeter.class);
		first.close();
		assertThat(run(parent).getBean(RequestMeter.class)).isSameAs(meter)
			.isSameAs(parent.getBean(RequestMeter.class));
		meter.started();
		assertThat(parent.getBean(MeterRegistry.class).get(MeterNames.HTTP_SERVER_ACTIVE_REQUESTS).gauge().value())
			.isEqualTo(1);
	}

	@Test
	void inAnyOrderOfClosingNothingIsLostThatWasRecordedBefore() {
		ConfigurableApplicationContext parent = run(null);
		ConfigurableApplicationContext child = run(parent);
		ConfigurableApplicationContext grandchild = run(child);
		ConfigurableApplicationContext named = named(child, Application.class);
		Tracer tracer = grandchild.getBean(Tracer.class);
		record(named, "in the named context");
		child.close();
		tracer.spanBuilder("below the closed one").startSpan().end();
		named.close();
		record(parent, "in the parent");
		grandchild.close();
		parent.close();
		assertThat(names()).containsExactly("in the named context", "below the closed one", "in the parent");
	}

	@Test
	void aChildSaysNothing() {
		ConfigurableApplicationContext parent = run(null);
		int said = telemetryLines().size();
		run(parent);
		named(parent, Application.class);
		assertThat(telemetryLines()).hasSize(said).hasSize(1);
	}

	@Test
	void aNamedContextWithAutoConfigurationEndsNothing() {
		ConfigurableApplicationContext parent = run(null);
		named(parent, Application.class).close();
		record(parent, "after");
		parent.close();
		assertThat(names()).containsExactly("after");
	}

	@Test
	void aContextWithSpringBootsTracingAloneEndsNothing() {
		ConfigurableApplicationContext parent = run(null);
		named(parent, SpringBootsTracing.class).close();
		record(parent, "after");
		parent.close();
		assertThat(names()).containsExactly("after");
	}

	@Test
	void whatIsOffInTheParentAndOnInTheChildIsSaid() {
		ConfigurableApplicationContext parent = run(null, "--telemetry.enabled=false");
		ConfigurableApplicationContext child = run(parent, "--telemetry.enabled=true");
		record(child, "nowhere");
		assertThat(telemetryLines()).filteredOn((line) -> line.contains("WARN"))
			.singleElement()
			.asString()
			.contains("There are no traces: telemetry makes none in the parent context");
	}

	@Test
	void aChildThatIsOffUsesWhatItsParentHas() {
		ConfigurableApplicationContext parent = run(null);
		record(run(parent, "--telemetry.enabled=false"), "in the child");
		parent.close();
		assertThat(names()).containsExactly("in the child");
		assertThat(telemetryLines()).hasSize(1);
	}

	@Test
	void childrenOfAParentWithoutTelemetryAreApplicationsOfTheirOwn() {
		AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext();
		this.contexts.add(parent);
		parent.refresh();
		ConfigurableApplicationContext first = run(parent);
		ConfigurableApplicationContext second = run(parent);
		record(first, "first");
		first.close();
		record(second, "second");
		second.close();
		assertThat(names()).containsExactly("first", "second");
		assertThat(telemetryLines()).hasSize(2);
	}

	@Test
	void applicationsInOneJvmDoNotDisturbEachOther() {
		ConfigurableApplicationContext first = run(null);
		ConfigurableApplicationContext second = run(null);
		record(first, "first");
		first.close();
		record(second, "second");
		second.close();
		ConfigurableApplicationContext third = run(null);
		record(third, "third");
		third.close();
		assertThat(names()).containsExactly("first", "second", "third");
	}

	private List<String> names() {
		return this.receiver.spans().stream().map(ReceivedSpan::name).toList();
	}

	private List<String> telemetryLines() {
		return this.output.toString()
			.lines()
			.filter((line) -> line.contains("elemetry is on") || line.contains("Telemetry cannot"))
			.toList();
	}

	private static void record(ConfigurableApplicationContext context, String name) {
		assertThat(context.getBean(TelemetryRecorder.class)).isNotNull();
		context.getBean(Tracer.class).spanBuilder(name).startSpan().end();
	}

	private ConfigurableApplicationContext run(ConfigurableApplicationContext parent, String... arguments) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("telemetry.enabled=true", "telemetry.sampling.ratio=1.0", "telemetry.backend=otel",
					"telemetry.otel.endpoint=" + this.receiver.endpoint() + "/v1/traces");
		if (parent != null) {
			builder.parent(parent);
		}
		ConfigurableApplicationContext context = builder.run(arguments);
		this.contexts.add(context);
		return context;
	}

	/**
	 * A context that is no application, as Spring Cloud makes one for each client.
	 */
	private AnnotationConfigApplicationContext named(ConfigurableApplicationContext parent, Class<?> configuration) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("named", Map.of("client.name", "orders")));
		context.setParent(parent);
		context.register(configuration);
		context.refresh();
		this.contexts.add(context);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class })
	static class SpringBootsTracing {

	}

}
