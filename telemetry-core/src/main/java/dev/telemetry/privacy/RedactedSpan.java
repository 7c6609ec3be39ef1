package dev.telemetry.privacy;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A span in which secrets are replaced.
 */
final class RedactedSpan extends DelegatingSpanData {

	private final Parts parts;

	RedactedSpan(SpanData span, Parts parts) {
		super(span);
		this.parts = parts;
	}

	@Override
	public String getName() {
		return this.parts.name();
	}

	@Override
	public StatusData getStatus() {
		return this.parts.status();
	}

	@Override
	public Attributes getAttributes() {
		return this.parts.attributes();
	}

	@Override
	public List<EventData> getEvents() {
		return this.parts.events();
	}

	@Override
	public List<LinkData> getLinks() {
		return this.parts.links();
	}

	@Override
	public Resource getResource() {
		return this.parts.resource();
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.parts.scope();
	}

	/**
	 * The parts of a span that may contain text of an application.
	 *
	 * @param name the name
	 * @param status the status with its description
	 * @param attributes the attributes
	 * @param events the events
	 * @param links the links
	 * @param resource the resource
	 * @param scope the library that started the span
	 */
	record Parts(String name, StatusData status, Attributes attributes, List<EventData> events, List<LinkData> links,
			Resource resource, InstrumentationScopeInfo scope) {

		static Parts of(SpanData span) {
			return new Parts(span.getName(), span.getStatus(), span.getAttributes(), span.getEvents(), span.getLinks(),
					span.getResource(), span.getInstrumentationScopeInfo());
		}

		/**
		 * Returns whether each part is the same object as in the other parts.
		 */
		@SuppressWarnings({ "ReferenceEquality", "StringEquality" })
		boolean isSame(Parts other) {
			return this.name == other.name && this.status == other.status && this.attributes == other.attributes
					&& this.events == other.events && this.links == other.links && this.resource == other.resource
					&& this.scope == other.scope;
		}

	}

}
