package dev.telemetry.autoconfigure.endpoint;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;

import dev.telemetry.record.TelemetryRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint on a real server.
 */
abstract class TelemetryEndpointContract {

	abstract String server();

	@Test
	void showsChangesAndTakesBack() throws Exception {
		try (EndpointApplication application = new EndpointApplication(server(), EndpointApplication.WRITABLE)) {
			String url = application.url("server", "/actuator/telemetry");
			assertThat(application.get(url).body()).contains("\"switch\":{\"enabled\":true", "\"breaker\":\"closed\"",
					"\"inForce\":{\"enabled\":true,\"ratio\":0.02");
			assertThat(application.get(url + "/sampling").body()).startsWith("{\"head\":\"telemetry\"");
			assertThat(application.get(url + "/nothing").statusCode()).isEqualTo(404);
			HttpResponse<String> changed = application.post(url + "/sampling.ratio", EndpointApplication.CHANGE);
			assertThat(changed.statusCode()).isEqualTo(200);
			assertThat(changed.body()).contains("\"changed\":[{\"setting\":\"sampling.ratio\",\"value\":\"1.0\"",
					"\"by\":\"anonymous\"", "\"until\":\"20");
			assertThat(application.get(url + "/sampling").body())
				.contains("\"inForce\":{\"enabled\":true,\"ratio\":1.0");
			assertThat(application.get(application.url("server", "/actuator/prometheus")).body())
				.contains("telemetry_sampling_ratio 1.0")
				.contains("telemetry_control_changes_total{setting=\"sampling.ratio\"} 1.0");
			HttpResponse<String> refused = application.post(url + "/sampling.ratio", "{\"value\": \"much\"}");
			assertThat(refused.statusCode()).isEqualTo(400);
			assertThat(refused.body()).contains("\"allowed\":\"a number from 0.0 to 1.0\"");
			assertThat(application.postForm(url + "/sampling.dry-run").statusCode()).isEqualTo(415);
			application.post(url + "/events.exclude", "{\"value\": \"cache.*\"}");
			application.context().getBean(TelemetryRecorder.class).job("q", "t").run((job) -> job.event("cache.miss"));
			assertThat(application.get(url + "/events").body()).contains("\"inForce\":{\"exclude\":[\"cache.*\"]}",
					"\"excluded\":1");
			assertThat(application.get(application.url("server", "/actuator/prometheus")).body())
				.contains("telemetry_events_left_out_total{reason=\"excluded\"} 1.0");
			assertThat(application.delete(url).body()).contains("\"overrides\":[]");
			assertThat(application.get(url + "/sampling").body())
				.contains("\"inForce\":{\"enabled\":true,\"ratio\":0.02");
			assertThat(application.post(url + "/http.paths", "{\"value\": \"/checkout/**=1.0\"}").statusCode())
				.isEqualTo(200);
			assertThat(application.get(url + "/overrides").body()).startsWith("[{\"setting\":\"http.paths\"");
			application.get(application.url("server", "/checkout/1"));
			// The first one is the job above.
			assertThat(application.get(url + "/sampling").body()).contains("\"kept\":{\"ratio\":2}");
			assertThat(application.get(url + "/paths").body())
				.contains("\"inForceBefore\":[{\"path\":\"/checkout/**\"");
		}
	}

	@Test
	void isWhereThePropertiesPutItAndReadOnlyUntilItsAccessSaysOtherwise() throws Exception {
		try (EndpointApplication application = new EndpointApplication(server(), "--management.server.port=0",
				"--management.server.base-path=/admin", "--management.endpoints.web.base-path=/manage",
				"--management.endpoints.web.path-mapping.telemetry=spans")) {
			String url = application.url("management", "/admin/manage/spans");
			assertThat(application.get(url).body()).contains("\"switch\"");
			assertThat(application.post(url + "/sampling.ratio", EndpointApplication.CHANGE).statusCode())
				.isEqualTo(405);
			assertThat(application.delete(url).statusCode()).isEqualTo(405);
			assertThat(application.get(application.url("server", "/manage/spans")).statusCode()).isEqualTo(404);
		}
	}

}
