package dev.telemetry.autoconfigure.endpoint;

class TomcatTelemetryEndpointTests extends TelemetryEndpointContract {

	@Override
	String server() {
		return "Tomcat";
	}

}
