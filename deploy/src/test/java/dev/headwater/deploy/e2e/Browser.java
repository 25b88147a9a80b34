package dev.headwater.deploy.e2e;

import dev.headwater.testkit.SystemClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window. Confined to the test's thread. */
final class Browser implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    /** Skips the test where there is no Chromium, or nothing to drive it. */
    Browser() {
        var logged = new LoggingPreferences();
        logged.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(SystemClients.chromium().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.setCapability("goog:loggingPrefs", logged);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(SystemClients.chromedriver().toFile())
                        .build(),
                options);
        show(1280, 900, "light");
    }

    /** @param scheme {@code light} or {@code dark}, as the machine prefers it */
    void show(int width, int height, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void open(String address) {
        driver.get(address);
    }

    /** From now on all is asked of the page within this frame. */
    void enterFrame(String selector) {
        driver.switchTo().frame(driver.findElement(By.cssSelector(selector)));
    }

    /** What the page shows there; empty if there is nothing, or it changes just now. */
    String text(String selector) {
        try {
            return driver.findElements(By.cssSelector(selector)).stream()
                    .findFirst()
                    .map(WebElement::getText)
                    .orElse("");
        } catch (StaleElementReferenceException e) {
            return "";
        }
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** Clicks in the page itself, which draws its tables anew all the time. */
    void click(String selector) {
        run("document.querySelector(arguments[0]).click()", selector);
    }

    void type(String selector, String text) {
        driver.findElement(By.cssSelector(selector)).sendKeys(text);
    }

    @Nullable
    Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** What the page or the browser complained of since the last time: faults of scripts, what the policy forbade. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The whole page as a picture for people, under {@code target/screenshots}. */
    void picture(String name) {
        var answer = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        try {
            Files.createDirectories(PICTURES);
            Files.write(
                    PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
