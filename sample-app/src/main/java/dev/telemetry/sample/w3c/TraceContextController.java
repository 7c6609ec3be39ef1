package dev.telemetry.sample.w3c;

import java.util.List;

import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Calls back what the suite asks for, so that it sees how traces continue.
 */
@RestController
@Profile("w3c")
final class TraceContextController {

	private final RestClient client;

	TraceContextController(RestClient.Builder builder) {
		this.client = builder.build();
	}

	@PostMapping("/verify-tracecontext")
	List<Object> verify(@RequestBody List<Callback> callbacks) {
		for (Callback callback : callbacks) {
			this.client.post()
				.uri(callback.url())
				.contentType(MediaType.APPLICATION_JSON)
				.body(callback.arguments())
				.retrieve()
				.toBodilessEntity();
		}
		return List.of();
	}

	/**
	 * A request to send.
	 *
	 * @param url where to
	 * @param arguments its body
	 */
	record Callback(String url, List<Object> arguments) {

	}

}
