package dev.telemetry.autoconfigure.web.lives;

class TomcatRequestLivesTests extends RequestLivesContract {

	TomcatRequestLivesTests() {
		super(ServletServer.TOMCAT, false);
	}

}
