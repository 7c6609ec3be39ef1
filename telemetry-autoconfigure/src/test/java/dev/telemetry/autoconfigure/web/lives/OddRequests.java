package dev.telemetry.autoconfigure.web.lives;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests as no good client sends them.
 */
interface OddRequests extends ServedRequests {

	@Test
	default void aStatusThatDoesNotExistBreaksNothing() throws Exception {
		String traceId = server().newTraceId();
		server().sendRaw("GET /shop/raw-status/799 HTTP/1.1", traceId);
		assertThat(server().span(traceId)).hasAttribute("http.status_code", 799);
	}

	@Test
	default void aVeryLongMethodIsOneOfManyOthers() throws Exception {
		String traceId = server().newTraceId();
		server().sendRaw("X".repeat(3000) + " /shop/items/17 HTTP/1.1", traceId);
		assertThat(server().span(traceId)).hasAttribute("http.method", "_OTHER");
	}

	@Test
	default void aRequestThatTheFirewallRejectsIsNoError() throws Exception {
		String traceId = server().newTraceId();
		assertThat(server().sendRaw("GET /shop/../shop/items/17 HTTP/1.1", traceId)).startsWith("HTTP/1.1 400");
		assertThat(server().span(traceId)).isNotError().hasAttribute("http.status_code", 400);
	}

	@Test
	default void aRequestThatMayBeForgedIsNoError() throws Exception {
		String traceId = server().newTraceId();
		String answer = server().sendRaw("POST /shop/forged HTTP/1.1", traceId, "Content-Length: 0");
		assertThat(answer).startsWith("HTTP/1.1 403");
		assertThat(server().span(traceId)).isNotError()
			.hasAttribute("http.status_code", 403)
			.doesNotHaveAttributes("error.type");
	}

	@ParameterizedTest
	@CsvSource({ "/items/17;a=%zz, application/json", "/json, */*", "/upload, application/json" })
	default void aRequestThatSpringCannotReadIsNoError(String path, String contentType) throws Exception {
		String traceId = server().newTraceId();
		String answer = server().sendRaw("POST /shop" + path + " HTTP/1.1", traceId, "Content-Type: " + contentType,
				"Content-Length: 2", "", "{}");
		assertThat(answer).startsWith("HTTP/1.1 500");
		assertThat(server().span(traceId)).isNotError().hasAttribute("http.status_code", 500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET //shop/items/17 HTTP/1.1", "GET /shop/items/17 HTTP/1.1" })
	default void aRequestThatOnlyTomcatLetsThroughIsNoError(String requestLine) throws Exception {
		Assumptions.assumeTrue(container() == ServletServer.TOMCAT);
		String traceId = server().newTraceId();
		String answer = server().sendRaw(requestLine, traceId, "Accept-Language: de,en,fr,es,it,nl,pl,pt,ru,sv,tr");
		assertThat(answer).startsWith("HTTP/1.1 500");
		assertThat(server().span(traceId)).isNotError().hasAttribute("http.status_code", 500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data", "multipart/form-data; boundary=other" })
	default void anUploadThatCannotBeReadIsNoError(String contentType) throws Exception {
		String traceId = server().newTraceId();
		String body = """
				--other\r
				Content-Disposition: form-data; name="file"; filename="cut"\r
				\r
				cut""";
		server().sendRaw("POST /shop/upload HTTP/1.1", traceId, "Content-Type: " + contentType,
				"Content-Length: " + body.length(), "", body);
		assertThat(server().span(traceId)).isNotError();
	}

	@ParameterizedTest
	@CsvSource({ "/upload, filename*=UTF-8''%zz", "/missing, filename*=UTF-8''%zz", "/missing, filename==?UTF-8?B?!?=",
			"/missing, filename=a\0b" })
	default void thePartOfAnUploadThatCannotBeReadIsNoError(String path, String fileName) throws Exception {
		String traceId = server().newTraceId();
		String body = """
				--b\r
				Content-Disposition: form-data; name="file"; %s\r
				\r
				x\r
				--b--\r
				""".formatted(fileName);
		server().sendRaw("POST /shop" + path + " HTTP/1.1", traceId, "Content-Type: multipart/form-data; boundary=b",
				"Content-Length: " + body.length(), "", body);
		assertThat(server().span(traceId)).isNotError();
	}

	@ParameterizedTest
	@ValueSource(strings = { "items%5Bx%5D", "items%5B9999%5D" })
	default void aParameterThatCannotBeBoundIsNoError(String parameter) throws Exception {
		String traceId = server().newTraceId();
		String answer = server().sendRaw("GET /shop/basket?" + parameter + "=17 HTTP/1.1", traceId);
		assertThat(answer).startsWith("HTTP/1.1 500");
		assertThat(server().span(traceId)).isNotError().hasAttribute("http.status_code", 500);
	}

}
