package dev.telemetry.autoconfigure.web;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.jetty.server.HttpStream;
import org.junit.jupiter.api.Test;

import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jetty is done with a request when its stream is, whether or not it has completed the
 * asynchronous context.
 */
class JettyResponseTests {

	private final List<String> events = new ArrayList<>();

	private final InternalFailures failures = new InternalFailures();

	private final JettyResponse response = new JettyResponse(this.failures);

	private final HttpStream stream = this.response
		.apply((HttpStream) Proxy.newProxyInstance(HttpStream.class.getClassLoader(),
				new Class<?>[] { HttpStream.class }, (proxy, method, arguments) -> {
					this.events.add(method.getName());
					return null;
				}));

	@Test
	void aStreamThatFailsIsTheEndWhileItsRequestCanBeAsked() {
		this.response.atEnd(() -> this.events.add("end"));
		this.stream.failed(new IOException("reset"));
		assertThat(this.events).containsExactly("end", "failed");
	}

	@Test
	void aStreamThatSucceedsIsTheEndToo() {
		this.response.atEnd(() -> this.events.add("end"));
		this.stream.succeeded();
		assertThat(this.events).containsExactly("end", "succeeded");
	}

	@Test
	void anEndThatFailsIsNoneOfTheStream() {
		this.response.atEnd(() -> {
			throw new StackOverflowError();
		});
		this.stream.failed(new IOException("reset"));
		assertThat(this.events).containsExactly("failed");
		assertThat(this.failures.count()).isOne();
	}

	@Test
	void aRequestThatIsNotAsynchronousHasNothingToEnd() {
		this.stream.succeeded();
		assertThat(this.events).containsExactly("succeeded");
	}

}
