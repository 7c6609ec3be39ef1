package dev.telemetry.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.decision.RequestOutcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HttpServerMetersTests {

	private static final RequestOutcome OK = outcome("GET", "/items/{id}", 200, null);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final HttpServerMeters meters = meters(List.of());

	@Test
	void recordsTheDuration() {
		end(OK);
		Timer timer = this.registry.get("http.server.requests").timer();
		assertThat(timer.count()).isOne();
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(12);
	}

	@ParameterizedTest
	@MethodSource("requests")
	void tagsAreThoseOfSpringsConvention(String method, String uri, int status, Exception error) {
		end(outcome(method, uri, status, error));
		assertThat(tags()).containsExactlyInAnyOrderEntriesOf(springTags(method, uri, status, error));
	}

	static Stream<Arguments> requests() {
		return Stream.of(Arguments.of("GET", "/items/{id}", 200, null), Arguments.of("POST", "/items", 201, null),
				Arguments.of("GET", "", 200, null), Arguments.of("PUT", "/a", 299, null),
				Arguments.of("GET", "/a", 302, null), Arguments.of("GET", "/a", 399, null),
				Arguments.of("GET", "/a", 404, null), Arguments.of("GET", "/a", 499, null),
				Arguments.of("GET", "/a", 101, null), Arguments.of("DELETE", "/a", 503, null),
				Arguments.of("GET", "/a", 599, null), Arguments.of("GET", "/a", 799, null),
				Arguments.of("GET", "/a", 0, null), Arguments.of("_OTHER", "/a", 405, null),
				Arguments.of("GET", "/a", 500, new IllegalStateException("x")),
				Arguments.of("GET", "/a", 500, new IllegalStateException("anonymous") {
				}));
	}

	@Test
	void bucketsBecomeAHistogram() {
		HttpServerMeters withBuckets = meters(List.of(Duration.ofMillis(10), Duration.ofSeconds(1)));
		withBuckets.started();
		withBuckets.ended(OK);
		assertThat(this.registry.get("http.server.requests").timer().takeSnapshot().histogramCounts())
			.extracting((bucket) -> bucket.bucket(TimeUnit.MILLISECONDS))
			.containsExactly(10.0, 1000.0);
	}

	@Test
	void extraTagsAndNameAreTaken() {
		HttpServerMeters named = new HttpServerMeters(this.registry,
				new HttpServerMeterSettings("web", List.of(), Map.of("region", "eu")));
		named.started();
		named.ended(OK);
		assertThat(this.registry.get("web").tag("region", "eu").timer().count()).isOne();
	}

	@Test
	void theGaugeCountsRequestsThatAreBeingServed() {
		this.meters.started();
		this.meters.started();
		assertThat(active()).isEqualTo(2);
		this.meters.ended(OK);
		assertThat(active()).isEqualTo(1);
	}

	@Test
	void aTimerThatWasRemovedIsRegisteredAgain() {
		end(OK);
		this.registry.remove(this.registry.get("http.server.requests").timer());
		end(OK);
		assertThat(this.registry.get("http.server.requests").timer().count()).isOne();
	}

	@Test
	void aTimerThatAFilterRenamedIsRegisteredAgainToo() {
		this.registry.config().meterFilter(new RenamingFilter());
		end(OK);
		this.registry.remove(this.registry.get("my.http.server.requests").timer());
		end(OK);
		assertThat(this.registry.get("my.http.server.requests").timer().count()).isOne();
	}

	@Test
	void theGaugeIsRegisteredAgainAfterTheRegistryWasCleared() {
		this.meters.started();
		this.registry.clear();
		this.meters.started();
		assertThat(active()).isEqualTo(2);
	}

	@Test
	void aGaugeThatCannotBeRegisteredCostsNoTimer() {
		SimpleMeterRegistry failing = new SimpleMeterRegistry();
		failing.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if (id.getType() == Meter.Type.GAUGE) {
					throw new IllegalStateException("no gauges");
				}
				return id;
			}

		});
		HttpServerMeters meters = new HttpServerMeters(failing,
				new HttpServerMeterSettings("http.server.requests", List.of(), Map.of()));
		assertThatIllegalStateException().isThrownBy(meters::started);
		meters.ended(OK);
		assertThat(failing.get("http.server.requests").timer().count()).isOne();
	}

	@Test
	void aRegistryThatDeniesTheTimerBreaksNothing() {
		this.registry.config().meterFilter(MeterFilter.deny());
		end(OK);
		end(OK);
		assertThat(this.registry.find("http.server.requests").timer()).isNull();
	}

	private double active() {
		return this.registry.get("http.server.active.requests").gauge().value();
	}

	private HttpServerMeters meters(List<Duration> buckets) {
		return new HttpServerMeters(this.registry,
				new HttpServerMeterSettings("http.server.requests", buckets, Map.of()));
	}

	private void end(RequestOutcome outcome) {
		this.meters.started();
		this.meters.ended(outcome);
	}

	private Map<String, String> tags() {
		Meter.Id id = this.registry.get("http.server.requests").timer().getId();
		return id.getTags().stream().collect(Collectors.toMap(Tag::getKey, Tag::getValue));
	}

	private static Map<String, String> springTags(String method, String uri, int status, Exception error) {
		MockHttpServletRequest request = new MockHttpServletRequest(method, "/raw");
		MockHttpServletResponse response = new MockHttpServletResponse();
		response.setStatus(status);
		ServerRequestObservationContext context = new ServerRequestObservationContext(request, response);
		context.setPathPattern(uri);
		if (error != null) {
			context.setError(error);
		}
		Map<String, String> tags = new DefaultServerRequestObservationConvention().getLowCardinalityKeyValues(context)
			.stream()
			.collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
		tags.put("error", (error != null) ? error.getClass().getSimpleName() : "none");
		return tags;
	}

	private static RequestOutcome outcome(String method, String uri, int status, Exception error) {
		return new EndedRequest(method, uri, status, TimeUnit.MILLISECONDS.toNanos(12), error, null, false);
	}

}
