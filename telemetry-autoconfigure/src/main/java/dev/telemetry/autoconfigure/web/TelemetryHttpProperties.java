package dev.telemetry.autoconfigure.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import dev.telemetry.autoconfigure.property.ListElements;
import dev.telemetry.request.HttpServerSettings.Conventions;
import dev.telemetry.request.HttpServerSettings.ResponseHeader;
import dev.telemetry.request.HttpServerSettings.SpanName;

/**
 * Requests to this application.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.http")
public class TelemetryHttpProperties {

	/**
	 * Whether requests are observed by telemetry; otherwise Spring Boot observes them.
	 * Unless this is set, the filter steps back from an application that has changed how
	 * Spring Boot does it.
	 */
	private boolean enabled = true;

	/**
	 * Attribute names of spans: those of telemetry and the stable OpenTelemetry names
	 * (both), or only the latter (stable).
	 */
	private Conventions conventions = Conventions.BOTH;

	/**
	 * How spans of requests are named: always http.server, or by method and route, such
	 * as GET /orders/{id}.
	 */
	private SpanName spanName = SpanName.HTTP_SERVER;

	/**
	 * Whether spans have the address of the client. It is personal data in many places.
	 */
	private boolean clientAddress;

	/**
	 * Path prefixes below the context path that are measured but not traced, such as
	 * /internal. Actuator endpoints are not traced either.
	 */
	private List<String> untracedPaths = new ArrayList<>();

	/**
	 * Headers of responses with the trace ids for clients: any of traceresponse and
	 * server-timing, which browsers can read.
	 */
	private List<ResponseHeader> responseHeaders = new ArrayList<>();

	/**
	 * Whether requests have the attributes trace_id and span_id, for the access log of
	 * the server. By default, they do if Spring Boot's properties enable an access log.
	 */
	private @Nullable Boolean requestAttributes;

	/**
	 * Whether the span of a request that exceeds its slow threshold gets an event with
	 * the stack of its thread, and again at twice and four times the threshold. At most 5
	 * stacks are taken in a second.
	 */
	private boolean slowStacks = true;

	/**
	 * How requests for some paths are sampled. The first pattern that matches applies.
	 */
	private List<Path> paths = new ArrayList<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Conventions getConventions() {
		return this.conventions;
	}

	public void setConventions(Conventions conventions) {
		this.conventions = conventions;
	}

	public SpanName getSpanName() {
		return this.spanName;
	}

	public void setSpanName(SpanName spanName) {
		this.spanName = spanName;
	}

	public boolean isClientAddress() {
		return this.clientAddress;
	}

	public void setClientAddress(boolean clientAddress) {
		this.clientAddress = clientAddress;
	}

	public List<String> getUntracedPaths() {
		return this.untracedPaths;
	}

	public void setUntracedPaths(List<String> untracedPaths) {
		this.untracedPaths = ListElements.present(untracedPaths);
	}

	public List<ResponseHeader> getResponseHeaders() {
		return this.responseHeaders;
	}

	public void setResponseHeaders(List<ResponseHeader> responseHeaders) {
		this.responseHeaders = ListElements.present(responseHeaders);
	}

	public @Nullable Boolean getRequestAttributes() {
		return this.requestAttributes;
	}

	public void setRequestAttributes(@Nullable Boolean requestAttributes) {
		this.requestAttributes = requestAttributes;
	}

	public boolean isSlowStacks() {
		return this.slowStacks;
	}

	public void setSlowStacks(boolean slowStacks) {
		this.slowStacks = slowStacks;
	}

	public List<Path> getPaths() {
		return this.paths;
	}

	public void setPaths(List<Path> paths) {
		this.paths = paths;
	}

	/**
	 * How requests for some paths are sampled.
	 */
	public static class Path {

		/**
		 * Pattern of paths below the context path, such as /orders/{id} or /batch/**.
		 */
		private @Nullable String path;

		/**
		 * Share of the traces that is kept in any case, from 0.0 to 1.0. The one of all
		 * requests by default.
		 */
		private @Nullable Double ratio;

		/**
		 * Requests that take longer than this are kept. The threshold of all requests by
		 * default.
		 */
		private @Nullable Duration slowThreshold;

		/**
		 * Whether these requests are measured but not traced.
		 */
		private boolean untraced;

		public @Nullable String getPath() {
			return this.path;
		}

		public void setPath(@Nullable String path) {
			this.path = path;
		}

		public @Nullable Double getRatio() {
			return this.ratio;
		}

		public void setRatio(@Nullable Double ratio) {
			this.ratio = ratio;
		}

		public @Nullable Duration getSlowThreshold() {
			return this.slowThreshold;
		}

		public void setSlowThreshold(@Nullable Duration slowThreshold) {
			this.slowThreshold = slowThreshold;
		}

		public boolean isUntraced() {
			return this.untraced;
		}

		public void setUntraced(boolean untraced) {
			this.untraced = untraced;
		}

	}

}
