package dev.telemetry.autoconfigure.web;

class TomcatUntracedScrapesTests extends UntracedScrapesContract {

	@Override
	String server() {
		return "Tomcat";
	}

}
