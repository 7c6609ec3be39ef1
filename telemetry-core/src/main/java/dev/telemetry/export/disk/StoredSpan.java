package dev.telemetry.export.disk;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A span that was read from a disk. The components have the names of the methods of
 * {@link SpanData}.
 */
record StoredSpan(Resource getResource, InstrumentationScopeInfo getInstrumentationScopeInfo, String getName,
		SpanKind getKind, SpanContext getSpanContext, SpanContext getParentSpanContext, StatusData getStatus,
		long getStartEpochNanos, long getEndEpochNanos, Attributes getAttributes, int getTotalAttributeCount,
		List<EventData> getEvents, int getTotalRecordedEvents, List<LinkData> getLinks,
		int getTotalRecordedLinks) implements SpanData {

	@Override
	public boolean hasEnded() {
		return true;
	}

	@Override
	@SuppressWarnings("deprecation")
	public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return InstrumentationLibraryInfo.create(this.getInstrumentationScopeInfo.getName(),
				this.getInstrumentationScopeInfo.getVersion());
	}

}
