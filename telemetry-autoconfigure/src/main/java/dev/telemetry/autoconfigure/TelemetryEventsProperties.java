package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import dev.telemetry.autoconfigure.property.ListElements;
import dev.telemetry.worker.CatalogMode;

/**
 * Events that the recorder adds to spans.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.events")
public class TelemetryEventsProperties {

	/**
	 * How events and exceptions are exported: on their spans, as log records, or both.
	 * For log records, telemetry.logs.enabled has to be on.
	 */
	private As as = As.SPAN;

	/**
	 * Names of events that are not recorded, such as cache.miss. A name with * at the end
	 * stands for all names that begin so.
	 */
	private List<String> exclude = new ArrayList<>();

	/**
	 * How to treat events of worker processes that are not in the catalogue: like all
	 * others (off), count them and log a warning for the first one (warn), or count and
	 * reject them (strict). Has no effect without a catalogue.
	 */
	private CatalogMode catalog = CatalogMode.WARN;

	/**
	 * File of properties that has the catalogue of events: names, each with the names of
	 * the measurements that become meters. Defaults to
	 * classpath:telemetry-events.properties, where there need not be one.
	 */
	private @Nullable String catalogLocation;

	public As getAs() {
		return this.as;
	}

	public void setAs(As as) {
		this.as = as;
	}

	public List<String> getExclude() {
		return this.exclude;
	}

	public void setExclude(List<String> exclude) {
		this.exclude = ListElements.present(exclude);
	}

	public CatalogMode getCatalog() {
		return this.catalog;
	}

	public void setCatalog(CatalogMode catalog) {
		this.catalog = catalog;
	}

	public @Nullable String getCatalogLocation() {
		return this.catalogLocation;
	}

	public void setCatalogLocation(@Nullable String catalogLocation) {
		this.catalogLocation = catalogLocation;
	}

	/**
	 * What events leave as.
	 */
	public enum As {

		/** Parts of their spans. */
		SPAN,

		/** Log records with the ids of their spans, which do not have them. */
		LOG,

		/** Parts of their spans, and log records. */
		BOTH

	}

}
