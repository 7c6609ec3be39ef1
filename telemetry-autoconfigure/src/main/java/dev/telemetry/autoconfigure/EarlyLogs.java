package dev.telemetry.autoconfigure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.DaemonThread;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.LogAttachment;
import dev.telemetry.logs.LogCapture;

/**
 * Captures log records from before the first line of the start. If the start fails, it
 * captures until the failure analysis has been logged, which is after all beans have been
 * destroyed. If nothing opens the capture, because the auto-configuration of log records
 * is missing, it ends with the start.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EarlyLogs implements ApplicationListener<ApplicationEvent> {

	/** Name of the bean that opens the capture. */
	public static final String EXPORT = "telemetryLogExport";

	private static final String CAPTURE = "telemetryLogCapture";

	private static final String ATTACHMENT = "telemetryLogAttachment";

	private static final String FAILURES = "telemetryInternalFailures";

	private static final String EARLY = "telemetryEarlyLogs";

	// The failure analysis follows at once. A test may start other applications in
	// this JVM.
	private static final long FAILED_START_SECONDS = 2;

	// The instance whose start has failed, while the failure is logged. Static, because
	// the logging system is shared by the whole process.
	private static final AtomicReference<@Nullable EarlyLogs> FAILED = new AtomicReference<>();

	private final AtomicBoolean ended = new AtomicBoolean();

	private boolean started;

	private volatile @Nullable ConfigurableApplicationContext context;

	private volatile @Nullable LogCapture capture;

	private volatile @Nullable LogAttachment attachment;

	private volatile boolean opened;

	private volatile @Nullable Runnable end;

	private volatile @Nullable Thread shutdownHook;

	private EarlyLogs() {
	}

	/**
	 * Returns whether log records are to be exported. They are not in a training run, nor
	 * while the application is processed ahead of time, because the registrations of this
	 * class would be missing in the processed application.
	 */
	static boolean areWanted(Environment environment) {
		return !TrainingRun.isOn() && !Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)
				&& Binder.get(environment).bind(PropertyNames.LOGS_ENABLED, Boolean.class).orElse(false);
	}

	static void addTo(SpringApplication application) {
		application.addListeners(new EarlyLogs());
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationContextInitializedEvent initialized) {
			initialized(initialized.getApplicationContext());
		}
		else if (event instanceof ContextRefreshedEvent refreshed
				&& refreshed.getApplicationContext().equals(this.context)) {
			endUnlessOpened();
		}
		else if (event instanceof ApplicationFailedEvent) {
			failed();
		}
	}

	private void initialized(ConfigurableApplicationContext initialized) {
		if (this.started || isCapturedAbove(initialized)) {
			return;
		}
		this.started = true;
		this.context = initialized;
		try {
			TelemetryLogsProperties properties = Binder.get(initialized.getEnvironment())
				.bindOrCreate(PropertyNames.LOGS, TelemetryLogsProperties.class);
			attach(properties, initialized.getBeanFactory());
		}
		catch (BindException ex) {
			// The mistake is found again when the beans are created, and reported
			// like others.
		}
	}

	private static boolean isCapturedAbove(ConfigurableApplicationContext initialized) {
		ApplicationContext parent = initialized.getParent();
		return parent != null
				&& parent.getBeanProvider(LogCapture.class).stream().anyMatch((above) -> !above.isClosed());
	}

	private void attach(TelemetryLogsProperties properties, ConfigurableListableBeanFactory beans) {
		InternalFailures failures = new InternalFailures();
		LogCapture early = LogCaptures.capture(properties, failures::report);
		LogAttachment attached = LogCaptures.attachment(properties, early);
		if (attached != null) {
			beans.registerSingleton(FAILURES, failures);
			beans.registerSingleton(CAPTURE, early);
			beans.registerSingleton(ATTACHMENT, attached);
			beans.registerSingleton(EARLY, this);
			this.capture = early;
			this.attachment = attached;
			leaveTheRecordsToThis();
			attached.attach();
		}
	}

	private static void leaveTheRecordsToThis() {
		EarlyLogs before = FAILED.getAndSet(null);
		LogAttachment attached = (before != null) ? before.attachment : null;
		if (attached != null) {
			attached.close();
		}
	}

	/**
	 * Notes that the capture was opened, so that records are exported.
	 */
	public void opened() {
		this.opened = true;
	}

	/**
	 * Ends the export. If the start has failed, the export ends when the failure has been
	 * logged. Beans are destroyed without the context being closed only if its refresh
	 * has failed.
	 * @param ending ends the export
	 */
	public void endWith(Runnable ending) {
		ConfigurableApplicationContext ended = this.context;
		if (ended == null || ended.isClosed()) {
			ending.run();
		}
		else {
			this.end = ending;
		}
	}

	// If nothing opened the capture, the start failed before beans were created.
	private void failed() {
		endUnlessOpened();
		if (this.end != null) {
			endLater();
		}
	}

	private void endUnlessOpened() {
		LogCapture early = this.capture;
		LogAttachment attached = this.attachment;
		if (early != null && attached != null && !this.opened) {
			attached.close();
			early.close();
			forget();
		}
	}

	private void endLater() {
		Thread hook = new Thread(null, this::end, "telemetry-logs-last", 0, false);
		this.shutdownHook = hook;
		FAILED.set(this);
		Thread timer = DaemonThread.of("telemetry-logs-end", this::endAfterAWhile);
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			timer.start();
		}
		catch (IllegalStateException ex) {
			// The JVM is shutting down.
			end();
		}
	}

	private void endAfterAWhile() {
		try {
			TimeUnit.SECONDS.sleep(FAILED_START_SECONDS);
		}
		catch (InterruptedException ex) {
			// No code is expected to interrupt this thread.
		}
		end();
	}

	private void end() {
		Runnable ending = this.end;
		if (ending != null && this.ended.compareAndSet(false, true)) {
			try {
				ending.run();
			}
			finally {
				forget();
			}
		}
	}

	// A hook that is registered with the JVM lives as long as the JVM.
	private void forget() {
		removeShutdownHook();
		FAILED.compareAndSet(this, null);
		this.context = null;
		this.capture = null;
		this.attachment = null;
		this.end = null;
	}

	private void removeShutdownHook() {
		Thread hook = this.shutdownHook;
		if (hook != null) {
			this.shutdownHook = null;
			try {
				Runtime.getRuntime().removeShutdownHook(hook);
			}
			catch (IllegalStateException ex) {
				// The JVM is shutting down.
			}
		}
	}

}
