package dev.telemetry.autoconfigure.web.reactive;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveOutcomesTests {

	private final MockServerHttpResponse response = new MockServerHttpResponse();

	private final Map<String, Object> attributes = new HashMap<>();

	@Test
	void theStatusIsTheOneThatWasSet() {
		this.response.setStatusCode(HttpStatus.CREATED);
		this.response.setComplete().block();
		assertThat(status()).isEqualTo(201);
	}

	@Test
	void aResponseThatIsSentWithoutAStatusHasThatOfTheServer() {
		this.response.setComplete().block();
		assertThat(status()).isEqualTo(200);
	}

	@Test
	void aResponseThatIsNotSentHasNoStatus() {
		assertThat(status()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ ", 101", "OK, 101", "SWITCHING_PROTOCOLS, 101", "BAD_REQUEST, 400" })
	void aWebSocketHasTheStatusOfItsHandshake(@Nullable HttpStatus set, int status) {
		WebSocketHandler handler = WebSocketSession::close;
		this.attributes.put(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, handler);
		this.response.setStatusCode(set);
		this.response.setComplete().block();
		assertThat(status()).isEqualTo(status);
	}

	private int status() {
		ReactiveExchange exchange = new ReactiveExchange(this.response, Context.root(), null, System.nanoTime(), 0);
		ServerRequestObservationContext context = new ServerRequestObservationContext(
				MockServerHttpRequest.get("/a").build(), this.response, this.attributes);
		return ReactiveOutcomes.of(exchange, context, Long.MAX_VALUE).status();
	}

}
