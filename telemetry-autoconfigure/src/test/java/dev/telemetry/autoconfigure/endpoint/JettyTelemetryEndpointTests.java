package dev.telemetry.autoconfigure.endpoint;

class JettyTelemetryEndpointTests extends TelemetryEndpointContract {

	@Override
	String server() {
		return "Jetty";
	}

}
