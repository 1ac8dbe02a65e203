// On the page that signs out: sends its form without waiting for a click.
document.querySelector('button.main').click()
