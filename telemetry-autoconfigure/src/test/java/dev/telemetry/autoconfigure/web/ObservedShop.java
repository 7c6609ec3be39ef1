package dev.telemetry.autoconfigure.web;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.RecordedSpans;

/**
 * An application whose handlers look for the observation of their request, and hand it to
 * other threads by Micrometer's context propagation.
 */
@Configuration(proxyBeanMethods = false)
@EnableTelemetry(with = { "client", "jetty", "reactor", "security", "webclient" })
@Import({ ObservedShop.Handlers.class, ObservedShop.Hops.class })
class ObservedShop {

	@Bean
	RecordedSpans recordedSpans() {
		return new RecordedSpans();
	}

	@Bean
	SecurityFilterChain openToAll(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
	}

	@Bean
	WebMvcConfigurer scopesOfAnInterceptor(ObservationRegistry registry) {
		return new WebMvcConfigurer() {

			@Override
			public void addInterceptors(InterceptorRegistry interceptors) {
				interceptors.addInterceptor(new ScopeInterceptor(registry)).addPathPatterns("/observed/intercepted");
			}

		};
	}

	/**
	 * What a thread knows of the trace.
	 */
	static Map<String, String> known() {
		Map<String, String> known = new TreeMap<>();
		known.put("span", Span.current().getSpanContext().getSpanId());
		known.put("logged", String.valueOf(MDC.get("span_id")));
		return known;
	}

	@RestController
	@RequestMapping("/observed")
	static class Handlers {

		private final ObservationRegistry registry;

		private final TelemetryRecorder recorder;

		volatile @Nullable Future<Map<String, String>> afterwards;

		Handlers(ObservationRegistry registry, TelemetryRecorder recorder) {
			this.registry = registry;
			this.recorder = recorder;
		}

		private Observation current() {
			return Objects.requireNonNull(this.registry.getCurrentObservation());
		}

		@GetMapping("/key-values")
		void keyValues() {
			current().lowCardinalityKeyValue("tenant", "acme").highCardinalityKeyValue("order", "17");
		}

		@GetMapping("/context-key-values")
		void keyValuesOfTheContext() {
			current().getContext()
				.addLowCardinalityKeyValue(io.micrometer.common.KeyValue.of("tenant", "blue"))
				.addHighCardinalityKeyValue(io.micrometer.common.KeyValue.of("order", "18"));
		}

		@GetMapping("/standard-keys")
		void valuesOfKeysThatEveryRequestHas() {
			current().lowCardinalityKeyValue("uri", "/mine").lowCardinalityKeyValue("status", "999");
		}

		@GetMapping("/event")
		void event() {
			current().event(Observation.Event.of("checked", "order checked"));
		}

		@GetMapping("/pattern")
		void pattern() {
			((ServerRequestObservationContext) current().getContext()).setPathPattern("/observed/{kind}");
		}

		@GetMapping("/error")
		void error() {
			current().error(new IllegalStateException("business"));
		}

		@GetMapping("/error-of-context")
		void errorOfTheContext(HttpServletRequest request) {
			current().getContext();
			ServerHttpObservationFilter.findObservationContext(request)
				.orElseThrow()
				.setError(new IllegalStateException("found"));
		}

		@GetMapping("/error-of-exception-handler")
		void errorOfAnExceptionHandler() {
			throw new ArithmeticException("business");
		}

		@ExceptionHandler
		String answer(ArithmeticException ex, HttpServletRequest request) {
			ServerHttpObservationFilter.findObservationContext(request).ifPresent((context) -> context.setError(ex));
			return "answered";
		}

		@GetMapping("/intercepted")
		Map<String, String> intercepted() {
			return known();
		}

		@GetMapping("/child")
		Map<String, String> child() {
			Map<String, String> seen = new TreeMap<>();
			Observation.createNotStarted("child", this.registry).observe(() -> {
				seen.putAll(known());
				Observation.ContextView parent = Objects
					.requireNonNull(current().getContextView().getParentObservation())
					.getContextView();
				seen.put("parent", parent.getClass().getSimpleName());
				seen.put("parentName", String.valueOf(parent.getName()));
				seen.put("method", Objects.requireNonNull(parent.getLowCardinalityKeyValue("method")).getValue());
				seen.put("pattern", String.valueOf(((ServerRequestObservationContext) parent).getPathPattern()));
			});
			seen.put("after", Span.current().getSpanContext().getSpanId());
			return seen;
		}

		@GetMapping("/recorded")
		Map<String, String> recorded() throws Exception {
			ExecutorService pool = Executors.newSingleThreadExecutor();
			try {
				return this.recorder.externalCall("partner", "price").call((recording) -> {
					current().lowCardinalityKeyValue("tier", "gold");
					Callable<Map<String, String>> task = ContextSnapshotFactory.builder()
						.build()
						.captureAll()
						.wrap(ObservedShop::known);
					return pool.submit(task).get();
				});
			}
			finally {
				pool.shutdown();
			}
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			Observation observation = current();
			return () -> String.valueOf(observation == this.registry.getCurrentObservation());
		}

		@GetMapping("/outlived")
		void outlived(HttpServletRequest request) {
			Observation observation = current();
			Callable<Map<String, String>> task = () -> {
				Awaitility.await().until(() -> isTakenBack(request));
				Observation child = Observation.createNotStarted("afterwards", this.registry);
				Map<String, String> seen = child.observe(ObservedShop::known);
				observation.lowCardinalityKeyValue("tenant", "acme").event(Observation.Event.of("late"));
				observation.error(new IllegalStateException("late"));
				return seen;
			};
			this.afterwards = ContextExecutorService
				.wrap(ForkJoinPool.commonPool(), () -> ContextSnapshotFactory.builder().build().captureAll())
				.submit(task);
		}

		private static boolean isTakenBack(HttpServletRequest request) {
			try {
				request.getMethod();
				return false;
			}
			catch (IllegalStateException ex) {
				return true;
			}
		}

		@GetMapping("/plain")
		void plain(HttpServletRequest request) {
		}

	}

	/**
	 * Each hop answers what is known on the other side.
	 */
	@RestController
	@RequestMapping("/hops")
	static class Hops implements DisposableBean {

		private final ExecutorService pool = Executors.newFixedThreadPool(2);

		private final ThreadPoolTaskExecutor decorated = new ThreadPoolTaskExecutor();

		private final ExecutorService wrapped = ContextExecutorService.wrap(this.pool,
				() -> ContextSnapshotFactory.builder().build().captureAll());

		private final WebClient client;

		Hops(WebClient.Builder builder) {
			this.client = builder.build();
			this.decorated.setTaskDecorator(new ContextPropagatingTaskDecorator());
			this.decorated.initialize();
		}

		@GetMapping("/snapshot")
		Map<String, String> snapshot() throws Exception {
			ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureAll();
			return this.pool.submit(snapshot.wrap(ObservedShop::known)).get();
		}

		@GetMapping("/executor")
		Map<String, String> executor() throws Exception {
			return this.wrapped.submit(ObservedShop::known).get();
		}

		@GetMapping("/decorator")
		Map<String, String> decorator() throws Exception {
			return this.decorated.submit(ObservedShop::known).get();
		}

		@GetMapping("/mono")
		Mono<Map<String, String>> mono() {
			return Mono.delay(Duration.ofMillis(1)).map((tick) -> known());
		}

		@GetMapping("/chain")
		Mono<Map<String, String>> chain() {
			return Mono.just(1)
				.publishOn(Schedulers.boundedElastic())
				.flatMap((one) -> Mono.delay(Duration.ofMillis(1)))
				.publishOn(Schedulers.parallel())
				.map((tick) -> known());
		}

		@GetMapping("/blocked")
		@Nullable Map<String, String> blocked() {
			return Flux.range(0, 3).publishOn(Schedulers.boundedElastic()).map((number) -> known()).blockLast();
		}

		@GetMapping("/web-client")
		Mono<String> webClient(HttpServletRequest request) {
			String url = "http://localhost:" + request.getLocalPort() + "/hops/leftovers";
			return Mono.just(url)
				.publishOn(Schedulers.boundedElastic())
				.flatMap((uri) -> this.client.get().uri(uri).retrieve().bodyToMono(String.class));
		}

		/**
		 * What is left on the threads of the pool.
		 */
		@GetMapping("/leftovers")
		Map<String, String> leftovers() throws Exception {
			return this.pool.submit(ObservedShop::known).get();
		}

		@Override
		public void destroy() {
			this.pool.shutdown();
			this.decorated.shutdown();
		}

	}

	private record ScopeInterceptor(ObservationRegistry registry) implements HandlerInterceptor {

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			Observation current = Objects.requireNonNull(this.registry.getCurrentObservation());
			request.setAttribute("scope", current.openScope());
			return true;
		}

		@Override
		public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
				@Nullable Exception ex) {
			((Observation.Scope) request.getAttribute("scope")).close();
		}

	}

}
