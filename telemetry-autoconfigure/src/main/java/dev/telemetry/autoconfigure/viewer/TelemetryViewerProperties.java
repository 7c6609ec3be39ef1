package dev.telemetry.autoconfigure.viewer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import dev.telemetry.autoconfigure.property.HeaderNames;
import dev.telemetry.autoconfigure.property.ListElements;
import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Recent traces to look at in the running application.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties(PropertyNames.VIEWER)
public class TelemetryViewerProperties {

	/**
	 * Whether recent traces are held and shown at /actuator/traces, to requests from this
	 * machine only. Cannot be set in a @PropertySource.
	 */
	private boolean enabled;

	/**
	 * Whether only kept traces are stored (kept), or all, with the reason why the others
	 * were not kept (all).
	 */
	private Capture capture = Capture.KEPT;

	/**
	 * Memory for traces and their log lines. The oldest are dropped first: successful
	 * ones before those that failed or were slow.
	 */
	private DataSize maxBytes = DataSize.ofMegabytes(16);

	/**
	 * Whether requests from other machines are answered although the application has no
	 * Spring Security. Traces show what an application does and with which data.
	 */
	private boolean remote;

	/**
	 * Viewers of other services that are asked for their part of a trace, such as
	 * http://localhost:8081/actuator/traces.
	 */
	private List<String> peers = new ArrayList<>();

	/**
	 * Headers of each request to a peer, for instance for authentication.
	 */
	private Map<String, String> peerHeaders = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Capture getCapture() {
		return this.capture;
	}

	public void setCapture(Capture capture) {
		this.capture = capture;
	}

	public DataSize getMaxBytes() {
		return this.maxBytes;
	}

	public void setMaxBytes(DataSize maxBytes) {
		this.maxBytes = maxBytes;
	}

	public boolean isRemote() {
		return this.remote;
	}

	public void setRemote(boolean remote) {
		this.remote = remote;
	}

	public List<String> getPeers() {
		return this.peers;
	}

	public void setPeers(List<String> peers) {
		this.peers = ListElements.present(peers);
	}

	public Map<String, String> getPeerHeaders() {
		return this.peerHeaders;
	}

	public void setPeerHeaders(Map<String, String> peerHeaders) {
		this.peerHeaders = HeaderNames.hyphenated(peerHeaders);
	}

	/**
	 * Which traces are held.
	 */
	public enum Capture {

		/** Those that are kept. */
		KEPT,

		/** All of them. */
		ALL

	}

}
