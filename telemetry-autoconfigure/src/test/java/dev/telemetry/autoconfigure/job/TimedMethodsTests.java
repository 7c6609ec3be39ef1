package dev.telemetry.autoconfigure.job;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods with annotations.
 */
@NoTelemetryLeaks
@ExtendWith(OutputCaptureExtension.class)
class TimedMethodsTests {

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void aMethodBecomesAJobAndTheCallsWithinItAreBelow() {
		try (ConfigurableApplicationContext context = run()) {
			context.getBean(Jobs.class).reconcile();
			assertThat(this.spans.single("job.run")).isRoot()
				.isNotError()
				.hasAttribute("queue.name", "night-shift")
				.hasAttribute("job.type", "stock");
			assertThat(this.spans.single("external.api.call")).hasParent(this.spans.single("job.run"))
				.hasKind(SpanKind.CLIENT)
				.hasAttribute("external.service", "partner")
				.hasAttribute("external.operation", "price");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("job.run").tag("success", "true").timer().count()).isOne();
			assertThat(registry.get("external.api.call").tag("service", "partner").timer().count()).isOne();
		}
	}

	@Test
	void aMethodThatFailsThrowsWhatItThrows() {
		try (ConfigurableApplicationContext context = run()) {
			Jobs jobs = context.getBean(Jobs.class);
			assertThatExceptionOfType(IOException.class).isThrownBy(jobs::fail).withMessage("disk");
			assertThat(this.spans.single("job.run")).isError()
				.hasException(IOException.class, "disk")
				.hasAttribute("queue.name", "default")
				.hasAttribute("job.type", "TimedMethodsTests.Jobs.fail");
		}
	}

	@Test
	void anAsynchronousMethodEndsWhenItsWorkDoes() {
		try (ConfigurableApplicationContext context = run()) {
			CompletableFuture<String> work = new CompletableFuture<>();
			assertThat(context.getBean(Jobs.class).later(work)).isSameAs(work);
			assertThat(this.spans.spans()).isEmpty();
			work.completeExceptionally(new IOException("late"));
			assertThat(this.spans.single("job.run")).isError().hasException(IOException.class, "late");
		}
	}

	@Test
	void aMethodThatThrowsInsteadOfReturningAPublisherHasFailed() {
		try (ConfigurableApplicationContext context = run()) {
			Jobs jobs = context.getBean(Jobs.class);
			assertThatExceptionOfType(IOException.class).isThrownBy(jobs::unpublished).withMessage("assembly");
			assertThat(this.spans.single("job.run")).isError()
				.hasException(IOException.class, "assembly")
				.hasAttribute("job.success", false);
		}
	}

	@Test
	void anAnnotationOnAClassIsForItsPublicMethods() {
		try (ConfigurableApplicationContext context = run()) {
			Partner partner = context.getBean(Partner.class);
			partner.stock();
			partner.inner();
			assertThat(partner).hasToString("partner");
			assertThat(this.spans.single("external.api.call")).hasAttribute("external.operation", "stock");
		}
	}

	@Test
	void aMethodCanBeInAnInterface() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBean(Greeter.class).greet()).isEqualTo("hello");
			assertThat(this.spans.single("external.api.call")).hasAttribute("external.service", "greeter");
		}
	}

	@Test
	void theInterfaceOfARepositoryIsNotThatOfWhatIsBehindIt() {
		try (ConfigurableApplicationContext context = run()) {
			Orders orders = context.getBean(Orders.class);
			assertThat(orders.count()).isZero();
			assertThat(this.spans.spans()).isEmpty();
			assertThat(orders.findLast()).isEqualTo("last");
			assertThat(this.spans.single("external.api.call")).hasAttribute("external.service", "archive")
				.hasAttribute("external.operation", "findLast");
			assertThat(orders.archive()).isEqualTo("last");
			assertThat(this.spans.single("job.run")).hasAttribute("queue.name", "archive")
				.hasAttribute("job.success", true);
		}
	}

	@Test
	void aMethodCanBeInTheInterfaceOfAProxyThatHasNothingBehindIt(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBean(Rates.class).rate()).isEqualTo("rate");
			assertThat(context.getBean(Quotes.class).quote()).isEqualTo("quote");
			assertThat(this.spans.named("external.api.call"))
				.extracting((call) -> call.getAttributes().get(AttributeKey.stringKey("external.operation")))
				.containsExactly("rate", "quote");
			assertThat(output).doesNotContain("not recorded");
		}
	}

	@Test
	void onAnotherThreadItIsBelowWhoSubmittedIt() {
		try (ConfigurableApplicationContext context = run()) {
			context.getBean(TelemetryRecorder.class)
				.job("outer", "t")
				.run((job) -> context.getBean(Jobs.class).elsewhere().orTimeout(10, TimeUnit.SECONDS).join());
			assertThat(this.spans.awaitSpan((span) -> span.getKind() == SpanKind.CLIENT))
				.hasParent(this.spans.awaitSpan((span) -> span.getName().equals("job.run")));
		}
	}

	@Test
	void aPlaceholderThatCannotBeResolvedStopsTheStart() {
		assertThatException().isThrownBy(() -> RecordedApplication.run(this.spans, Unresolved.class))
			.havingRootCause()
			.withMessageContaining("shop.missing");
	}

	@Test
	void misplacedAnnotationsAreSaidInOneLine(CapturedOutput output) {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Misplaced.class)) {
			assertThat(context.getBean(Sealed.class).job()).isEqualTo(1);
			assertThat(context.getBean(Hidden.class).callsItself()).isEqualTo(2);
			assertThat(context.getBean(Connectable.class).ticks()).isNotNull();
			assertThat(this.spans.spans()).isEmpty();
			assertThat(output).containsOnlyOnce("These methods are not recorded, because no proxy reaches them or one "
					+ "could break their bean: TimedMethodsTests.Connectable.ticks (no other publisher can be returned for "
					+ "its ConnectableFlux), TimedMethodsTests.Hidden.fixed (it is final), "
					+ "TimedMethodsTests.Hidden.secret (it is private), "
					+ "TimedMethodsTests.Sealed.job (its class is final). Change that, or record them in code");
		}
	}

	@Test
	void offThereAreNoProxies() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=false")) {
			assertThat(AopUtils.isAopProxy(context.getBean(Partner.class))).isFalse();
			context.getBean(Jobs.class).reconcile();
		}
	}

	@Test
	void jobsAndCallsCanBeSwitchedOff() {
		try (ConfigurableApplicationContext context = run("--telemetry.job.enabled=false")) {
			context.getBean(Jobs.class).reconcile();
			assertThat(this.spans.spans()).extracting((span) -> span.getName()).containsExactly("external.api.call");
		}
		this.spans.clear();
		try (ConfigurableApplicationContext context = run("--telemetry.client.enabled=false")) {
			context.getBean(Jobs.class).reconcile();
			assertThat(this.spans.spans()).extracting((span) -> span.getName()).containsExactly("job.run");
		}
	}

	@Test
	void otherBeansHaveNoProxy() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(AopUtils.isAopProxy(context.getBean(Partner.class))).isTrue();
			assertThat(AopUtils.isAopProxy(context.getBean(Plain.class))).isFalse();
			assertThat(context.containsBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME)).isTrue();
		}
	}

	@Test
	void timedIsHonoured() {
		try (ConfigurableApplicationContext context = run()) {
			Jobs jobs = context.getBean(Jobs.class);
			jobs.timed();
			assertThatException().isThrownBy(jobs::timedFailure);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("jobs.timed")
				.tags("area", "stock", "method", "timed", "class", Jobs.class.getName(), "exception", "none")
				.timer()
				.count()).isOne();
			assertThat(registry.get("method.timed").tag("exception", "IllegalStateException").timer().count()).isOne();
			assertThat(registry.get("jobs.long").longTaskTimer()).isNotNull();
		}
	}

	@Test
	void aTimedMethodThatIsAsynchronousIsTimedToItsEnd() {
		try (ConfigurableApplicationContext context = run()) {
			CompletableFuture<String> work = new CompletableFuture<>();
			context.getBean(Jobs.class).timedLater(work);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("jobs.later").timer()).isNull();
			work.complete("done");
			assertThat(registry.get("jobs.later").timer().count()).isOne();
			assertThat(this.spans.named("job.run")).hasSize(1);
		}
	}

	@Test
	void withoutMetricsTimedIsLeftAlone() {
		try (ConfigurableApplicationContext context = run("--telemetry.backend=otel")) {
			context.getBean(Jobs.class).timed();
			assertThat(context.getBean(MeterRegistry.class).find("jobs.timed").timer()).isNull();
		}
	}

	private ConfigurableApplicationContext run(String... args) {
		return RecordedApplication.run(this.spans, Annotated.class, args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Annotated {

		@Bean
		Partner partner() {
			return new Partner();
		}

		@Bean
		Jobs jobs(Partner partner) {
			return new Jobs(partner);
		}

		@Bean
		Greeter greeter() {
			return () -> "hello";
		}

		@Bean
		Orders orders() {
			ProxyFactory factory = new ProxyFactory();
			factory.setTarget(new StoredOrders());
			factory.setInterfaces(Orders.class);
			factory.addAdvice((MethodInterceptor) (invocation) -> (invocation.getMethod().getName().equals("count"))
					? invocation.proceed() : "last");
			return (Orders) factory.getProxy();
		}

		@Bean
		Rates rates() {
			return ProxyFactory.getProxy(Rates.class, (MethodInterceptor) (invocation) -> "rate");
		}

		@Bean
		Quotes quotes() {
			return (Quotes) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Quotes.class },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "quote", "toString" -> "quote";
						case "hashCode" -> 1;
						default -> proxy == arguments[0];
					});
		}

		@Bean
		Plain plain() {
			return new Plain();
		}

	}

	interface Rates {

		@TimedExternalCall(service = "bank")
		String rate();

	}

	interface Quotes {

		@TimedExternalCall(service = "bank")
		String quote();

	}

	interface Counting {

		int count();

	}

	/** As Spring Data has them: what is behind has the other methods only. */
	interface Orders extends Counting {

		@TimedExternalCall(service = "archive")
		String findLast();

		@TimedJob(queue = "archive")
		String archive();

	}

	static final class StoredOrders implements Counting {

		@Override
		public int count() {
			return 0;
		}

	}

	static class Plain {

		void nothing() {
		}

	}

	static class Jobs {

		private final Partner partner;

		Jobs(Partner partner) {
			this.partner = partner;
		}

		@TimedJob(queue = "${shop.queue:night-shift}", type = "stock")
		void reconcile() {
			this.partner.price();
		}

		@TimedJob
		void fail() throws IOException {
			throw new IOException("disk");
		}

		@TimedJob
		Mono<String> unpublished() throws IOException {
			throw new IOException("assembly");
		}

		@TimedJob
		CompletableFuture<String> later(CompletableFuture<String> work) {
			return work;
		}

		@Async
		@TimedExternalCall(service = "elsewhere")
		CompletableFuture<String> elsewhere() {
			return CompletableFuture.completedFuture("done");
		}

		@Timed(value = "jobs.timed", extraTags = { "area", "stock" })
		@Timed(value = "jobs.long", longTask = true)
		void timed() {
		}

		@Timed
		void timedFailure() {
			throw new IllegalStateException("boom");
		}

		@TimedJob
		@Timed("jobs.later")
		CompletableFuture<String> timedLater(CompletableFuture<String> work) {
			return work;
		}

	}

	@TimedExternalCall(service = "partner")
	public static class Partner {

		@TimedExternalCall(service = "partner", operation = "price")
		int price() {
			return 7;
		}

		public int stock() {
			return 3;
		}

		int inner() {
			return 1;
		}

		@Override
		public String toString() {
			return "partner";
		}

	}

	interface Greeter {

		@TimedExternalCall(service = "greeter")
		String greet();

	}

	@Configuration(proxyBeanMethods = false)
	static class Unresolved {

		@TimedJob(queue = "${shop.missing}")
		void job() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Misplaced {

		@Bean
		Sealed sealed() {
			return new Sealed();
		}

		@Bean
		Hidden hidden() {
			return new Hidden();
		}

		@Bean
		Connectable connectable() {
			return new Connectable();
		}

	}

	static class Connectable {

		@TimedJob
		ConnectableFlux<Integer> ticks() {
			return Flux.just(1).publish();
		}

	}

	static final class Sealed {

		@TimedJob
		int job() {
			return 1;
		}

	}

	static class Hidden {

		int callsItself() {
			return secret() + fixed();
		}

		@TimedJob
		private int secret() {
			return 1;
		}

		@TimedJob
		final int fixed() {
			return 1;
		}

	}

}
