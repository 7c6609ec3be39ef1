package dev.telemetry.autoconfigure.web.reactive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import io.micrometer.common.KeyValue;
import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.AbortedException;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;

/**
 * An application that WebFlux serves.
 */
@Configuration(proxyBeanMethods = false)
@EnableTelemetry(with = { "actuate", "client", "codec", "health", "jackson", "netty", "reactive", "reactor",
		"webclient", "webflux" })
@Import({ ReactiveShop.Handlers.class, ReactiveShop.Work.class })
class ReactiveShop {

	@Bean
	HandlerMapping socket() {
		WebSocketHandler handler = WebSocketSession::close;
		return new SimpleUrlHandlerMapping(Map.of("/socket", handler), 0);
	}

	// Spring takes another one where there is Tomcat as well.
	@Bean
	WebFluxConfigurer socketsOfNetty() {
		return new WebFluxConfigurer() {

			@Override
			public WebSocketService getWebSocketService() {
				return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
			}

		};
	}

	static class Work {

		@TimedJob(queue = "desk", type = "pack")
		Mono<String> pack() {
			return Mono.delay(Duration.ofMillis(1)).map((tick) -> "packed");
		}

	}

	@RestController
	static final class Handlers {

		final ConcurrentLinkedQueue<Thread> cancelled = new ConcurrentLinkedQueue<>();

		final CountDownLatch hanging = new CountDownLatch(1);

		private final WebClient webClient;

		private final TelemetryRecorder recorder;

		private final Work work;

		Handlers(WebClient.Builder builder, TelemetryRecorder recorder, Work work) {
			this.webClient = builder.build();
			this.recorder = recorder;
			this.work = work;
		}

		@GetMapping("/items/{id}")
		String item(@PathVariable String id) {
			return ids();
		}

		@GetMapping("/elastic")
		Mono<String> elastic() {
			return Mono.delay(Duration.ofMillis(1))
				.publishOn(Schedulers.boundedElastic())
				.map((tick) -> Thread.currentThread().getName() + " " + ids());
		}

		private static String ids() {
			return MDC.get("trace_id") + "-" + MDC.get("span_id");
		}

		@GetMapping("/calls")
		Mono<String> calls(ServerHttpRequest request) {
			String url = "http://localhost:" + request.getURI().getPort() + "/called/{id}?token=SECRET";
			return this.webClient.get()
				.uri(url, "1")
				.retrieve()
				.bodyToMono(String.class)
				.delayElement(Duration.ofMillis(1))
				.flatMap((body) -> this.work.pack().thenReturn(body))
				.map((body) -> this.recorder.externalCall("partner", "ask").call((call) -> body));
		}

		@GetMapping("/called/{id}")
		String called(@RequestHeader String traceparent) {
			return traceparent;
		}

		@GetMapping("/fails")
		Mono<String> fails() {
			return Mono.delay(Duration.ofMillis(1)).flatMap((tick) -> Mono.error(new IllegalStateException("broken")));
		}

		@GetMapping("/overflows")
		String overflows() {
			throw new StackOverflowError("broken");
		}

		@GetMapping("/is-not-linked")
		Mono<String> isNotLinked() {
			return Mono.error(new NoClassDefFoundError("broken"));
		}

		@GetMapping("/times-out")
		Mono<String> timesOut() {
			return Mono.<String>never().timeout(Duration.ofMillis(20));
		}

		@GetMapping(path = "/breaks-off", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<String> breaksOff() {
			return Flux.just("row")
				.concatWith(Mono.delay(Duration.ofMillis(50)).then(Mono.error(new IllegalStateException("broken"))));
		}

		@GetMapping("/upstream")
		Mono<String> upstream() {
			return Mono.error(new IOException("Connection reset by peer"));
		}

		@GetMapping("/unreadable")
		Mono<String> unreadable() {
			return Mono.error(new AbortedException("Connection has been closed"));
		}

		@GetMapping("/answered/{status}")
		Mono<String> answered(@PathVariable int status) {
			return Mono.error(new AnsweredException(HttpStatus.valueOf(status)));
		}

		@ExceptionHandler
		ResponseEntity<String> answer(AnsweredException ex) {
			return ResponseEntity.status(ex.status).body("answered");
		}

		@GetMapping("/reported")
		Mono<String> reported(ServerWebExchange exchange) {
			ServerRequestObservationContext.findCurrent(exchange.getAttributes())
				.ifPresent((context) -> context.setError(new IllegalArgumentException("reported")));
			return Mono.just("fine");
		}

		@GetMapping("/labelled")
		Mono<String> labelled(ServerWebExchange exchange) {
			ServerRequestObservationContext.findCurrent(exchange.getAttributes())
				.ifPresent((context) -> context.addHighCardinalityKeyValue(KeyValue.of("who", "me")));
			return Mono.just("fine");
		}

		@GetMapping("/slow")
		Mono<String> slow() {
			return Mono.delay(Duration.ofMillis(700)).map(String::valueOf);
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return ticks();
		}

		@GetMapping(path = "/rows", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<String> rows() {
			return ticks();
		}

		private static Flux<String> ticks() {
			return Flux.interval(Duration.ZERO, Duration.ofMillis(140))
				.onBackpressureBuffer()
				.take(6)
				.map(String::valueOf);
		}

		@PostMapping("/body")
		Mono<String> body(@RequestBody Mono<String> body) {
			return body;
		}

		@PostMapping("/upload")
		Mono<String> upload(@RequestPart Mono<FilePart> file) {
			return file.map(FilePart::filename);
		}

		@PostMapping("/form")
		Mono<String> form(ServerWebExchange exchange) {
			return exchange.getFormData().map(String::valueOf);
		}

		@PostMapping("/basket")
		Mono<Integer> basket(Basket basket) {
			return Mono.just(basket.items().size());
		}

		@GetMapping("/hangs")
		Mono<String> hangs() {
			return Mono.<String>never()
				.doOnSubscribe((subscription) -> this.hanging.countDown())
				.doOnCancel(() -> this.cancelled.add(Thread.currentThread()));
		}

	}

	static final class AnsweredException extends RuntimeException {

		private static final long serialVersionUID = 1;

		private final HttpStatus status;

		AnsweredException(HttpStatus status) {
			super("secret");
			this.status = status;
		}

	}

	record Basket(List<String> items) {

	}

}
